namespace MlNetRecurrent.Training;

/// <summary>Backtests: forecasts from one row after another, each from nothing but the rows before it (Tashman 2000).</summary>
public static class RollingOrigin
{
    /// <summary>Forecasts every stretch of a series that begins at or after a row, and keeps what came beside it.</summary>
    /// <param name="series">One target, in order.</param>
    /// <param name="firstTarget">The first row that is forecast, at least 1; the rows before it are history alone.</param>
    /// <param name="horizon">Rows to forecast from each origin, at least 1.</param>
    /// <param name="forecast">Forecasts the rows after a history; a model may be fitted in it anew.</param>
    /// <param name="stride">Rows from one origin to the next, at least 1.</param>
    /// <exception cref="ArgumentException">No stretch of the horizon's length lies behind the first target.</exception>
    public static Backtest Run(ReadOnlyMemory<float> series, int firstTarget, int horizon, HistoryForecast forecast, int stride = 1)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstTarget, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        var origins = ((series.Length - horizon - firstTarget) / stride) + 1;
        if (firstTarget + horizon > series.Length)
            throw new ArgumentException($"The series has {series.Length} rows, expected at least {firstTarget + horizon} to forecast {horizon} from row {firstTarget} on.", nameof(series));
        var predicted = new float[origins * horizon];
        var actual = new float[origins * horizon];
        for (var origin = 0; origin < origins; origin++)
        {
            var row = firstTarget + (origin * stride);
            forecast(series[..row], predicted.AsSpan(origin * horizon, horizon));
            series.Span.Slice(row, horizon).CopyTo(actual.AsSpan(origin * horizon));
        }

        return new Backtest(horizon, actual, predicted);
    }

    /// <summary>Backtests a naive forecast.</summary>
    /// <inheritdoc cref="Run(ReadOnlyMemory{float}, int, int, HistoryForecast, int)"/>
    public static Backtest Run(ReadOnlyMemory<float> series, int firstTarget, int horizon, Baseline forecast, int stride = 1)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        return Run(series, firstTarget, horizon, (history, answer) => forecast.Predict(history.Span, answer), stride);
    }
}
