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
    public required double Mae { get; init; }

    /// <summary>The root of the mean squared error, in the unit of the values.</summary>
    public required double Rmse { get; init; }

    /// <summary>The mean absolute percentage error, 100 |y - f| / |y|; NaN where a value is 0.</summary>
    public required double Mape { get; init; }

    /// <summary>The symmetric percentage error, 200 |y - f| / (|y| + |f|), 0 to 200; a pair of zeros counts as no error.</summary>
    public required double Smape { get; init; }

    /// <summary>The mean absolute error in units of <see cref="NaiveScale"/>; NaN where no scale was given.</summary>
    public required double Mase { get; init; }

    /// <summary>Compares forecasts with what came.</summary>
    /// <param name="actual">What came, in any order.</param>
    /// <param name="predicted">The forecasts, in the same order.</param>
    /// <param name="naiveScale">What <see cref="NaiveScale"/> gives for the data that the model was fitted on, or null to leave MASE out.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, or not one forecast for each value.</exception>
    public static ForecastMetrics Of(ReadOnlySpan<float> actual, ReadOnlySpan<float> predicted, double? naiveScale = null)
    {
        MetricChecks.SameCount(actual.Length, predicted.Length);
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
            Mae = absolute / count,
            Rmse = Math.Sqrt(squared / count),
            Mape = 100 * percentage / count,
            Smape = 200 * symmetric / count,
            Mase = naiveScale is { } scale ? absolute / count / scale : double.NaN,
        };
    }

    /// <summary>The mean absolute error of the seasonal naive forecast inside a series: what <see cref="Mase"/> is measured in.</summary>
    /// <param name="series">The values that the model was fitted on.</param>
    /// <param name="season">Rows of a season, at least 1; 1 is the last value.</param>
    /// <returns>mean |y[t] - y[t - season]|; NaN where the series is no longer than a season, or does not change over it.</returns>
    public static double NaiveScale(ReadOnlySpan<float> series, int season = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(season, 1);
        var sum = 0.0;
        for (var row = season; row < series.Length; row++)
            sum += Math.Abs((double)series[row] - series[row - season]);
        return sum > 0 ? sum / (series.Length - season) : double.NaN;
    }
}
