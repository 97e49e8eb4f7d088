namespace MlNetRecurrent.Training;

/// <summary>How good forecast quantiles and the intervals between them are.</summary>
public static class IntervalMetrics
{
    /// <summary>The mean pinball loss of one quantile (Koenker and Bassett 1978): q (y - f) where y lies above f, (1 - q) (f - y) below.</summary>
    /// <param name="actual">What came.</param>
    /// <param name="quantile">The forecasts of the quantile, in the same order.</param>
    /// <param name="level">The quantile's level q, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, not one forecast for each value, or the level is out of range.</exception>
    public static double PinballLoss(ReadOnlySpan<float> actual, ReadOnlySpan<float> quantile, double level)
    {
        MetricChecks.RequireSameCount(actual.Length, quantile.Length);
        if (level is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level of a quantile lies above 0 and below 1.");
        var sum = 0.0;
        for (var index = 0; index < actual.Length; index++)
        {
            var above = (double)actual[index] - quantile[index];
            sum += above >= 0 ? level * above : (level - 1) * above;
        }

        return sum / actual.Length;
    }

    /// <summary>The share of values that lie between two quantiles, ends included.</summary>
    /// <param name="actual">What came.</param>
    /// <param name="lower">The lower ends, in the same order.</param>
    /// <param name="upper">The upper ends, in the same order.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, or not one interval for each value.</exception>
    public static double Coverage(ReadOnlySpan<float> actual, ReadOnlySpan<float> lower, ReadOnlySpan<float> upper)
    {
        MetricChecks.RequireSameCount(actual.Length, lower.Length);
        MetricChecks.RequireSameCount(actual.Length, upper.Length);
        var inside = 0;
        for (var index = 0; index < actual.Length; index++)
        {
            if (actual[index] >= lower[index] && actual[index] <= upper[index])
                inside++;
        }

        return (double)inside / actual.Length;
    }
}
