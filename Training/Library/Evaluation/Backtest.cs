namespace MlNetRecurrent.Training;

/// <summary>Forecasts and what came, from many origins.</summary>
public sealed class Backtest
{
    private readonly float[] _actual;
    private readonly float[] _predicted;

    internal Backtest(int horizon, float[] actual, float[] predicted)
    {
        Horizon = horizon;
        _actual = actual;
        _predicted = predicted;
    }

    /// <summary>Rows that are forecast from each origin.</summary>
    public int Horizon { get; }

    /// <summary>How many origins there are.</summary>
    public int OriginCount => _actual.Length / Horizon;

    /// <summary>What came, [origins, horizon].</summary>
    public ReadOnlyMemory<float> Actual => _actual;

    /// <summary>The forecasts, [origins, horizon].</summary>
    public ReadOnlyMemory<float> Predicted => _predicted;

    /// <summary>The metrics over every step of the horizon.</summary>
    /// <param name="maseScale">What <see cref="ForecastMetrics.ComputeMaseScale"/> gives for the fitted data, or null to leave MASE out.</param>
    public ForecastMetrics GetMetrics(double? maseScale = null) => ForecastMetrics.Compute(_actual, _predicted, maseScale);

    /// <summary>The metrics of one step ahead, from 1 to <see cref="Horizon"/>.</summary>
    /// <param name="step">The step.</param>
    /// <param name="maseScale">What <see cref="ForecastMetrics.ComputeMaseScale"/> gives for the fitted data, or null to leave MASE out.</param>
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
