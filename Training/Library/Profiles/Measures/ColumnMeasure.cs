namespace MlNetRecurrent.Training;

/// <summary>Measures the numbers of a column.</summary>
internal static class ColumnMeasure
{
    // Quartiles of this many values are close to those of all.
    private const int MaxSorted = 200_000;

    private const double FarOut = 3;

    // Quartiles of fewer values say nothing.
    private const int MinRows = 8;

    /// <summary>Measures a column of numbers.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="column">The column.</param>
    public static ColumnProfile Measure(ProfiledRows rows, string column)
    {
        var values = rows.GetValues(column);
        var (statistics, count, firstMissing) = (new NumberStatistics(), 0, -1);
        for (var row = 0; row < values.Length; row++)
        {
            if (double.IsNaN(values[row]))
            {
                firstMissing = firstMissing < 0 ? row : firstMissing;
                continue;
            }

            statistics.Add(values[row]);
            count++;
        }

        var profile = new ColumnProfile
        {
            Name = column,
            Type = "number",
            MissingCount = values.Length - count,
            FirstMissing = firstMissing < 0 ? null : rows.Describe(firstMissing),
            IsConstant = count > 0 && statistics.Min == statistics.Max,
        };
        if (count == 0)
            return profile;
        var measured = profile with
        {
            Min = statistics.Min,
            Mean = statistics.Mean,
            Max = statistics.Max,
            StandardDeviation = statistics.StandardDeviation,
        };
        return AddOutliers(measured, rows, values);
    }

    // Within each series: what is usual in one is not in another.
    private static ColumnProfile AddOutliers(ColumnProfile profile, ProfiledRows rows, double[] values)
    {
        var (outliers, worst, greatest) = (0, -1, 0.0);
        foreach (var segment in rows.Segments)
        {
            if (GetFences(values.AsSpan(segment.Start, segment.Count)) is not var (low, high))
                continue;
            for (var row = segment.Start; row < segment.End; row++)
            {
                var distance = Math.Max(low - values[row], values[row] - high) / (high - low);
                if (!(distance > FarOut))
                    continue;
                outliers++;
                if (distance > greatest)
                    (worst, greatest) = (row, distance);
            }
        }

        return worst < 0
            ? profile
            : profile with { OutlierCount = outliers, WorstOutlier = values[worst], WorstOutlierPlace = rows.Describe(worst) };
    }

    // The quartiles; null if many values are equal, such as the zeros of rare events: then the others are not outliers.
    private static (double Low, double High)? GetFences(ReadOnlySpan<double> values)
    {
        var every = (values.Length / MaxSorted) + 1;
        var sorted = new List<double>((values.Length / every) + 1);
        for (var row = 0; row < values.Length; row += every)
        {
            if (!double.IsNaN(values[row]))
                sorted.Add(values[row]);
        }

        if (sorted.Count < MinRows)
            return null;
        sorted.Sort();
        var (low, middle, high) = (sorted[sorted.Count / 4], sorted[sorted.Count / 2], sorted[sorted.Count * 3 / 4]);
        return low < middle && middle < high ? (low, high) : null;
    }
}
