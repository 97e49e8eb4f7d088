namespace MlNetRecurrent.Training;

/// <summary>Finds the seasons of differenced series by the peaks of their autocorrelations.</summary>
/// <remarks>
/// A lag k is a season if its autocorrelation r[k] is at least 0.1, above the bound of M. S. Bartlett, "On the Theoretical Specification and Sampling
/// Properties of Autocorrelated Time-Series", Supplement to the Journal of the Royal Statistical Society 8 (1946), which is
/// z sqrt((1 + 2 (r[1]^2 + ... + r[k-1]^2)) / n) and for white noise the well-known z / sqrt(n), and if it is a peak that returns at 2k with at least
/// half its height, after a trough below half of it. At 2 rows it must be 0.8, because noise alternates, too. The bound is exceeded by chance at any
/// lag in one search of a hundred.
/// </remarks>
internal static class SeasonPeaks
{
    private const double MinAutocorrelation = 0.1;
    private const double MinAlternation = 0.8;
    private const double FalseAlarms = 0.01;

    // A peak is the greatest autocorrelation within an eighth of its lag.
    private const int PeakShare = 8;

    // Lower peaks are parts of a season, such as the morning and the evening of a day.
    private const double MinShareOfGreatest = 0.5;

    // A multiple of a season counts if its autocorrelation is this much above those of the neighboring multiples, as a week stands out among days.
    private const double MinStandout = 0.05;

    /// <summary>Returns the shortest season; null if there is none.</summary>
    /// <param name="correlations">The autocorrelations by lag.</param>
    /// <param name="rows">The number of rows from which each autocorrelation was computed, by the bound's measure.</param>
    /// <param name="found">The seasons that were removed from the series.</param>
    public static FoundSeason? FindShortest(double[] correlations, int rows, IReadOnlyList<FoundSeason> found)
    {
        var peaks = GetPeaks(correlations, rows);
        var greatest = peaks.Count == 0 ? 0 : peaks.Max(lag => correlations[lag]);
        var shortest = peaks.FirstOrDefault(lag =>
            correlations[lag] >= MinShareOfGreatest * greatest && found.All(season => StandsOut(correlations, lag, season.Length)));
        return shortest == 0 ? null : new FoundSeason(shortest, correlations[shortest]);
    }

    /// <summary>Returns the bound of each lag, above which an autocorrelation is no chance.</summary>
    public static double[] GetBounds(ReadOnlySpan<double> correlations, int rows)
    {
        var (bounds, squares) = (new double[correlations.Length], 0.0);
        var quantile = NormalQuantile.GetUpper(FalseAlarms / correlations.Length);
        for (var lag = 1; lag < bounds.Length; lag++)
        {
            bounds[lag] = quantile * Math.Sqrt((1 + (2 * squares)) / rows);
            squares += correlations[lag] * correlations[lag];
        }

        return bounds;
    }

    private static List<int> GetPeaks(double[] correlations, int rows)
    {
        var bounds = GetBounds(correlations, rows);
        return [.. Enumerable.Range(2, Math.Max(0, (correlations.Length / 2) - 2))
            .Where(lag => correlations[lag] >= Math.Max(lag == 2 ? MinAlternation : MinAutocorrelation, bounds[lag]))
            .Where(lag => IsPeak(correlations, lag) && Returns(correlations, lag, rows))];
    }

    private static bool IsPeak(double[] correlations, int lag)
    {
        var width = Math.Max(1, lag / PeakShare);
        return GetGreatest(correlations, lag - width, lag + width) == correlations[lag];
    }

    // Short-term dependence fades: only a season is as strong after two cycles as after one.
    private static bool Returns(double[] correlations, int lag, int rows)
    {
        var half = correlations[lag] / 2;
        var next = GetGreatest(correlations, (2 * lag) - 1, (2 * lag) + 1) * (rows - lag) / (rows - (2.0 * lag));
        return next >= half && correlations.AsSpan((lag + 1)..(2 * lag)).ToArray().Min() < half;
    }

    private static bool StandsOut(double[] correlations, int lag, int season)
    {
        var multiple = (int)Math.Round((double)lag / season);
        if (multiple < 1 || Math.Abs(lag - (multiple * season)) > Math.Min(season / 4, multiple + 1))
            return true;
        if (multiple == 1)
            return false;
        var (before, after) = ((multiple - 1) * season, (multiple + 1) * season);
        return correlations[lag] - Math.Max(
            GetGreatest(correlations, before - 1, before + 1), GetGreatest(correlations, after - 1, after + 1)) >= MinStandout;
    }

    private static double GetGreatest(double[] correlations, int from, int to)
    {
        var greatest = double.NegativeInfinity;
        for (var lag = Math.Max(1, from); lag <= Math.Min(correlations.Length - 1, to); lag++)
            greatest = Math.Max(greatest, correlations[lag]);
        return greatest;
    }
}
