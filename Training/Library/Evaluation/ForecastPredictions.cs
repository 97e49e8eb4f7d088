namespace MlNetRecurrent.Training;

/// <summary>The forecasts of windows and the actual values.</summary>
/// <param name="Windows">The windows.</param>
/// <param name="Actual">The actual values: for each target, [windows, horizon].</param>
/// <param name="Predicted">The forecasts, in the same order.</param>
/// <param name="Quantiles">[windows, horizon, targets, levels]; empty without quantiles.</param>
internal sealed record ForecastPredictions(IReadOnlyList<RowSequence> Windows, float[][] Actual, float[][] Predicted, float[] Quantiles);
