namespace MlNetRecurrent;

/// <summary>The steps of the target history that a residual baseline is computed from, relative to its end: -1 is the last step.</summary>
/// <param name="Steps">One step for each step of the horizon, or a single one that applies to the whole horizon.</param>
/// <param name="Shift">The two steps whose difference is added (plus - minus), or null for none.</param>
internal sealed record BaselineSteps(long[] Steps, (long Plus, long Minus)? Shift)
{
    /// <summary>The baseline steps of a network; null if it has no residual baseline or takes the baseline from future covariates.</summary>
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

        // With h counted from 1: t - s + ((h - 1) mod s) + 1, where step t has the index -1.
        long[] Seasonal() => [.. Enumerable.Range(0, network.Forecast.Horizon).Select(ahead => (long)(-season + (ahead % season)))];
    }
}
