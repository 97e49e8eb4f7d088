namespace MlNetRecurrent.Training;

/// <summary>Measures how rare and how different amounts are.</summary>
internal static class DemandMeasure
{
    private const double MaxFrequentInterval = 1.32;
    private const double MaxAlike = 0.49;

    /// <summary>Returns the share of zeros, the mean number of rows between amounts above 0, and the pattern of a column with zeros.</summary>
    public static (double ZeroShare, double Interval, DemandPattern? Pattern) Measure(IReadOnlyList<double[]> series)
    {
        var (count, zeros, negatives) = (0, 0, 0);
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in series.SelectMany(values => values))
        {
            if (!double.IsFinite(value))
                continue;
            count++;
            zeros += value == 0 ? 1 : 0;
            negatives += value < 0 ? 1 : 0;
            sum += value;
            squares += value * value;
        }

        var amounts = count - zeros;
        var (share, interval) = (count == 0 ? 0 : (double)zeros / count, amounts == 0 ? double.NaN : (double)count / amounts);
        if (zeros == 0 || negatives > 0 || amounts == 0)
            return (share, interval, null);
        var mean = sum / amounts;
        var variation = Math.Max(0, (squares / amounts) - (mean * mean)) / (mean * mean);
        return (share, interval, (interval > MaxFrequentInterval, variation > MaxAlike) switch
        {
            (false, false) => DemandPattern.Smooth,
            (false, true) => DemandPattern.Erratic,
            (true, false) => DemandPattern.Intermittent,
            _ => DemandPattern.Lumpy,
        });
    }
}
