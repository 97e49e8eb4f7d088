namespace MlNetRecurrent.Training;

/// <summary>A rolling-origin backtest (Tashman 2000): forecasts from successive origins in a series, next to the actual values.</summary>
/// <remarks>Immutable and thread-safe. Each forecast uses only the rows before its origin.</remarks>
public sealed class Backtest
{
    private readonly float[] _actual;
    private readonly float[] _predicted;

    private Backtest(int horizon, float[] actual, float[] predicted)
    {
        Horizon = horizon;
        _actual = actual;
        _predicted = predicted;
    }

    /// <summary>The number of rows forecast from each origin.</summary>
    public int Horizon { get; }

    /// <summary>The number of origins.</summary>
    public int OriginCount => _actual.Length / Horizon;

    /// <summary>The actual values, [origins, horizon].</summary>
    public ReadOnlyMemory<float> Actual => _actual;

    /// <summary>The forecasts, [origins, horizon].</summary>
    public ReadOnlyMemory<float> Predicted => _predicted;

    /// <summary>Backtests a forecasting function.</summary>
    /// <param name="series">One target, in order.</param>
    /// <param name="firstTarget">The first row to forecast, at least 1; the rows before it are used only as history.</param>
    /// <param name="horizon">The number of rows to forecast from each origin, at least 1.</param>
    /// <param name="forecast">
    /// Receives the rows before an origin and writes the forecasts of the 1st, 2nd, ... row from the origin. It may fit a model each time.
    /// </param>
    /// <param name="stride">The number of rows from one origin to the next, at least 1.</param>
    /// <exception cref="ArgumentException">The series is too short for one forecast.</exception>
    public static Backtest Run(
        ReadOnlyMemory<float> series, int firstTarget, int horizon, Action<ReadOnlyMemory<float>, Span<float>> forecast, int stride = 1)
    {
        ArgumentNullException.ThrowIfNull(forecast);
        ArgumentOutOfRangeException.ThrowIfLessThan(firstTarget, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(horizon, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        var origins = ((series.Length - horizon - firstTarget) / stride) + 1;
        if (firstTarget + horizon > series.Length)
        {
            throw new ArgumentException(
                $"The series has {series.Length} rows, expected at least {firstTarget + horizon} to forecast {horizon} rows from row {firstTarget}.",
                nameof(series));
        }

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

    /// <summary>Backtests a baseline.</summary>
    /// <param name="series">One target, in order.</param>
    /// <param name="firstTarget">The first row to forecast, at least 1; the rows before it are used only as history.</param>
    /// <param name="horizon">The number of rows to forecast from each origin, at least 1.</param>
    /// <param name="baseline">The baseline.</param>
    /// <param name="stride">The number of rows from one origin to the next, at least 1.</param>
    /// <exception cref="ArgumentException">The series is too short for one forecast, or a history is too short for the baseline.</exception>
    public static Backtest Run(ReadOnlyMemory<float> series, int firstTarget, int horizon, Baseline baseline, int stride = 1)
    {
        ArgumentNullException.ThrowIfNull(baseline);
        return Run(series, firstTarget, horizon, (history, forecast) => baseline.Predict(history.Span, forecast), stride);
    }

    /// <summary>Computes the metrics over all steps of the horizon.</summary>
    /// <param name="maseScale">The scale of MASE: <see cref="ForecastMetrics.ComputeMaseScale"/> of the training values. Null to omit MASE.</param>
    public ForecastMetrics GetMetrics(double? maseScale = null) => ForecastMetrics.Compute(_actual, _predicted, maseScale);

    /// <summary>Computes the metrics of one step of the horizon.</summary>
    /// <param name="step">The step, from 1 to <see cref="Horizon"/>.</param>
    /// <param name="maseScale">The scale of MASE: <see cref="ForecastMetrics.ComputeMaseScale"/> of the training values. Null to omit MASE.</param>
    public ForecastMetrics GetMetricsAtStep(int step, double? maseScale = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(step, Horizon);
        return ForecastMetrics.Compute(Column(_actual, step - 1), Column(_predicted, step - 1), maseScale);
    }

    private float[] Column(float[] values, int column)
    {
        var steps = new float[OriginCount];
        for (var origin = 0; origin < steps.Length; origin++)
            steps[origin] = values[(origin * Horizon) + column];
        return steps;
    }
}
