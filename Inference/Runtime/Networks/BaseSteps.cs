namespace MlNetRecurrent;

/// <summary>Which steps of the history a base forecast is made of, counted from the number of steps seen: -1 is the last one.</summary>
/// <param name="Taken">One for each step of the horizon, or one for all of them.</param>
/// <param name="Shift">The two steps whose difference is added, or null.</param>
internal sealed record BaseSteps(long[] Taken, (long Plus, long Minus)? Shift)
{
    /// <summary>The steps of a network's base in the history of its targets, or null where it has none or takes it from what is known ahead.</summary>
    public static BaseSteps? Of(NetworkDescription network)
    {
        var season = network.Season;
        return network.SeasonalKnown.Count > 0 ? null : network.Base switch
        {
            BaseForecast.Last => new BaseSteps([-1], null),
            BaseForecast.Seasonal => new BaseSteps(Seasonal(), null),
            BaseForecast.Drift => new BaseSteps(Seasonal(), (-1, -1 - season)),
            _ => null,
        };

        // With h counted from 1: t - s + ((h - 1) mod s) + 1, where t is the place -1.
        long[] Seasonal() => [.. Enumerable.Range(0, network.Horizon).Select(ahead => (long)(-season + (ahead % season)))];
    }
}
