namespace MlNetRecurrent.Training;

/// <summary>How far forecasts lie from what came (Hyndman and Koehler 2006).</summary>
public sealed record ForecastMetrics
{
    private ForecastMetrics()
    {
    }

    /// <summary>How many values were compared.</summary>
    public required long Count { get; init; }

    /// <summary>The mean absolute error, in the unit of the values.</summary>
    public required double MeanAbsoluteError { get; init; }

    /// <summary>The root of the mean squared error, in the unit of the values.</summary>
    public required double RootMeanSquaredError { get; init; }

    /// <summary>The mean absolute percentage error, 100 |y - f| / |y|; NaN where a value is 0.</summary>
    public required double MeanAbsolutePercentageError { get; init; }

    /// <summary>The symmetric percentage error, 200 |y - f| / (|y| + |f|), 0 to 200; a pair of zeros counts as no error.</summary>
    public required double SymmetricMeanAbsolutePercentageError { get; init; }

    /// <summary>The mean absolute error in units of <see cref="ComputeMaseScale"/>; NaN where no scale was given.</summary>
    public required double MeanAbsoluteScaledError { get; init; }

    /// <summary>Compares forecasts with what came.</summary>
    /// <param name="actual">What came, in any order.</param>
    /// <param name="predicted">The forecasts, in the same order.</param>
    /// <param name="maseScale">What <see cref="ComputeMaseScale"/> gives for the data that the model was fitted on, or null to leave MASE out.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, or not one forecast for each value.</exception>
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

    /// <summary>The mean absolute error of the seasonal naive forecast inside a series: what <see cref="MeanAbsoluteScaledError"/> is measured in.</summary>
    /// <param name="series">The values that the model was fitted on.</param>
    /// <param name="seasonLength">Rows of a season, at least 1; 1 is the last value.</param>
    /// <returns>mean |y[t] - y[t - season]|; NaN where the series is no longer than a season, or does not change over it.</returns>
    public static double ComputeMaseScale(ReadOnlySpan<float> series, int seasonLength = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seasonLength, 1);
        var sum = 0.0;
        for (var row = seasonLength; row < series.Length; row++)
            sum += Math.Abs((double)series[row] - series[row - seasonLength]);
        return sum > 0 ? sum / (series.Length - seasonLength) : double.NaN;
    }
}
