namespace MlNetRecurrent.Training;

/// <summary>The differences between the values of one series, from which found seasons are removed.</summary>
internal sealed class SeasonalDifferences
{
    // Larger differences are cut: one outlier would hide every season.
    private const double MaxDeviations = 6;

    // The median absolute deviation of a normal distribution, in standard deviations.
    private const double NormalDeviation = 0.6745;

    /// <summary>Computes the differences of values, with missing ones interpolated.</summary>
    public SeasonalDifferences(ReadOnlySpan<double> values)
        : this(Clip(Difference(Interpolate(values))))
    {
    }

    private SeasonalDifferences(double[] differences) => Values = differences;

    /// <summary>The number of rows.</summary>
    public int Rows => Values.Length + 1;

    /// <summary>The differences without the seasons that were removed.</summary>
    public double[] Values { get; }

    /// <summary>The sum of squares of the differences.</summary>
    public double Energy => Values.Sum(value => value * value);

    /// <summary>Creates the mean of the differences of series, which end together, each in its own standard deviations.</summary>
    public static SeasonalDifferences CreateMean(IReadOnlyList<SeasonalDifferences> series)
    {
        var length = series.Max(one => one.Values.Length);
        var (sums, counts) = (new double[length], new int[length]);
        foreach (var values in series.Select(one => one.Values))
        {
            var deviation = Math.Sqrt(values.Sum(value => value * value) / values.Length);
            for (var index = 0; index < values.Length && deviation > 0; index++)
            {
                sums[length - values.Length + index] += values[index] / deviation;
                counts[length - values.Length + index]++;
            }
        }

        return new SeasonalDifferences([.. sums.Zip(counts, (sum, count) => count == 0 ? 0 : sum / count)]);
    }

    /// <summary>Returns the values that the differences add up to, without their linear trend.</summary>
    public double[] GetLevels()
    {
        var levels = new double[Rows];
        for (var row = 1; row < Rows; row++)
            levels[row] = levels[row - 1] + Values[row - 1];
        var (mean, middle, products, squares) = (levels.Average(), Values.Length / 2.0, 0.0, 0.0);
        for (var row = 0; row < Rows; row++)
        {
            products += (row - middle) * (levels[row] - mean);
            squares += (row - middle) * (row - middle);
        }

        for (var row = 0; row < Rows; row++)
            levels[row] -= mean + (products / squares * (row - middle));
        return levels;
    }

    /// <summary>Subtracts the mean of each phase of a season from the differences. Their mean, the trend, is kept.</summary>
    public void Remove(int season)
    {
        if (season > Values.Length / 2)
            return;
        var (sums, counts) = SumPhases(season);
        for (var index = 0; index < Values.Length; index++)
            Values[index] -= sums[index % season] / counts[index % season];
    }

    /// <summary>Returns the energy of the mean differences of each phase of a season: what <see cref="Remove"/> would remove.</summary>
    public double GetSeasonalEnergy(int season)
    {
        if (season > Values.Length / 2)
            return 0;
        var (sums, counts) = SumPhases(season);
        return sums.Zip(counts, (sum, count) => sum * sum / count).Sum();
    }

    private (double[] Sums, int[] Counts) SumPhases(int season)
    {
        var (sums, counts, mean) = (new double[season], new int[season], Values.Average());
        for (var index = 0; index < Values.Length; index++)
        {
            sums[index % season] += Values[index] - mean;
            counts[index % season]++;
        }

        return (sums, counts);
    }

    private static double[] Difference(double[] values)
    {
        var differences = new double[Math.Max(0, values.Length - 1)];
        for (var index = 0; index < differences.Length; index++)
            differences[index] = values[index + 1] - values[index];
        return differences;
    }

    private static double[] Clip(double[] differences)
    {
        if (differences.Length == 0)
            return differences;
        var median = GetMedian([.. differences]);
        var max = MaxDeviations * GetMedian([.. differences.Select(value => Math.Abs(value - median))]) / NormalDeviation;
        // More than half of the differences are equal, as in series with many zeros: the others are what there is to see.
        return max == 0 ? differences : [.. differences.Select(value => Math.Clamp(value, median - max, median + max))];
    }

    private static double GetMedian(double[] values)
    {
        Array.Sort(values);
        return values[values.Length / 2];
    }

    private static double[] Interpolate(ReadOnlySpan<double> values)
    {
        var filled = values.ToArray();
        var last = -1;
        for (var row = 0; row < filled.Length; row++)
        {
            if (!double.IsFinite(filled[row]))
                continue;
            for (var missing = last + 1; missing < row; missing++)
            {
                filled[missing] = last < 0
                    ? filled[row]
                    : filled[last] + ((filled[row] - filled[last]) * (missing - last) / (row - last));
            }

            last = row;
        }

        for (var missing = last + 1; missing < filled.Length; missing++)
            filled[missing] = last < 0 ? 0 : filled[last];
        return filled;
    }
}
