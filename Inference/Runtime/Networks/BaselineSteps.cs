namespace MlNetRecurrent;

/// <summary>Which steps of the history a base forecast is made of, counted from the number of steps seen: -1 is the last one.</summary>
/// <param name="Steps">One for each step of the horizon, or one for all of them.</param>
/// <param name="Shift">The two steps whose difference is added, or null.</param>
internal sealed record BaselineSteps(long[] Steps, (long Plus, long Minus)? Shift)
{
    /// <summary>The steps of a network's base in the history of its targets, or null where it has none or takes it from what is known ahead.</summary>
    public static BaselineSteps? Create(NetworkDescription network)
    {
        var season = network.Forecast.SeasonLength;
        return network.Forecast.SeasonalCovariates.Count > 0 ? null : network.Forecast.ResidualBaseline switch
        {
            ResidualBaseline.LastValue => new BaselineSteps([-1], null),
            ResidualBaseline.SeasonalNaive => new BaselineSteps(Seasonal(), null),
            ResidualBaseline.SeasonalDrift => new BaselineSteps(Seasonal(), (-1, -1 - season)),
            _ => null,
        };

        // With h counted from 1: t - s + ((h - 1) mod s) + 1, where t is the place -1.
        long[] Seasonal() => [.. Enumerable.Range(0, network.Forecast.Horizon).Select(ahead => (long)(-season + (ahead % season)))];
    }
}
