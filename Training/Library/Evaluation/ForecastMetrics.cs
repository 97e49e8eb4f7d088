namespace MlNetRecurrent.Training;

/// <summary>The accuracy of forecasts, compared with the actual values (Hyndman and Koehler 2006).</summary>
public sealed record ForecastMetrics
{
    private ForecastMetrics()
    {
    }

    /// <summary>The number of values compared.</summary>
    public required long Count { get; init; }

    /// <summary>The mean absolute error, in the unit of the values.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>The root mean squared error, in the unit of the values.</summary>
    public required double RootMeanSquaredError { get; init; }

    /// <summary>The mean absolute percentage error, 100 |y - f| / |y|; NaN if an actual value is 0.</summary>
    public required double MeanAbsolutePercentageError { get; init; }

    /// <summary>The symmetric mean absolute percentage error, 200 |y - f| / (|y| + |f|), 0 to 200; a pair of zeros counts as no error.</summary>
    public required double SymmetricMeanAbsolutePercentageError { get; init; }

    /// <summary>
    /// The mean absolute scaled error (MASE): the mean absolute error divided by <see cref="ComputeMaseScale"/>; NaN without a scale.
    /// </summary>
    public required double MeanAbsoluteScaledError { get; init; }

    /// <summary>Compares forecasts with the actual values.</summary>
    /// <param name="actual">The actual values, in any order.</param>
    /// <param name="predicted">The forecasts, in the same order.</param>
    /// <param name="maseScale">The scale of MASE: <see cref="ComputeMaseScale"/> of the training values. Null to omit MASE.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, or the numbers of values and forecasts differ.</exception>
    public static ForecastMetrics Compute(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted, double? maseScale = null)
    {
        MetricChecks.RequireSameCount(actual.Length, predicted.Length);
        double absolute = 0, squared = 0, percentage = 0, symmetric = 0;
        for (var index = 0; index < actual.Length; index++)
        {
            double y = actual[index], f = predicted[index];
            var error = Math.Abs(y - f);
            absolute += error;
            squared += error * error;
            percentage += y == 0 ? double.NaN : error / Math.Abs(y);
            symmetric += y == 0 && f == 0 ? 0 : error / (Math.Abs(y) + Math.Abs(f));
        }

        var count = actual.Length;
        return new ForecastMetrics
        {
            Count = count,
            MeanAbsoluteError = absolute / count,
            RootMeanSquaredError = Math.Sqrt(squared / count),
            MeanAbsolutePercentageError = 100 * percentage / count,
            SymmetricMeanAbsolutePercentageError = 200 * symmetric / count,
            MeanAbsoluteScaledError = maseScale is { } scale ? absolute / count / scale : double.NaN,
        };
    }

    /// <summary>
    /// Computes the scale of <see cref="MeanAbsoluteScaledError"/>: the mean absolute error of the seasonal naive forecast within a series.
    /// </summary>
    /// <param name="series">The training values, in order.</param>
    /// <param name="seasonLength">The season length in rows, at least 1; 1 compares each value with the one before it.</param>
    /// <returns>The mean of |y[t] - y[t - season]|; NaN if the series is not longer than a season or never changes over one.</returns>
    public static double ComputeMaseScale(ReadOnlySpan<float> series, int seasonLength = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonLength, 1);
        var sum = 0.0;
        for (var row = seasonLength; row < series.Length; row++)
            sum += Math.Abs((double)series[row] - series[row - seasonLength]);
        return sum > 0 ? sum / (series.Length - seasonLength) : double.NaN;
    }

    /// <summary>
    /// Computes the mean pinball loss of one quantile (Koenker and Bassett 1978): q (y - f) if y is above f, (1 - q) (f - y) if below.
    /// </summary>
    /// <param name="actual">The actual values.</param>
    /// <param name="quantile">The forecasts of the quantile, in the same order.</param>
    /// <param name="level">The level q of the quantile, above 0 and below 1.</param>
    /// <exception cref="ArgumentException">
    /// There is nothing to compare, the numbers of values and forecasts differ, or the level is out of range.
    /// </exception>
    public static double PinballLoss(ReadOnlySpan<float> actual, ReadOnlySpan<float> quantile, double level)
    {
        MetricChecks.RequireSameCount(actual.Length, quantile.Length);
        if (level is not (> 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(level), level, "The level of a quantile must be above 0 and below 1.");
        var sum = 0.0;
        for (var index = 0; index < actual.Length; index++)
        {
            var above = (double)actual[index] - quantile[index];
            sum += above >= 0 ? level * above : (level - 1) * above;
        }

        return sum / actual.Length;
    }

    /// <summary>Computes the fraction of values that are between two quantiles, ends included.</summary>
    /// <param name="actual">The actual values.</param>
    /// <param name="lower">The lower ends, in the same order.</param>
    /// <param name="upper">The upper ends, in the same order.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, or the numbers of values and intervals differ.</exception>
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
