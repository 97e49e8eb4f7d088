namespace MlNetRecurrent.Onnx;

/// <summary>The names of the values that turn the head outputs of a forecaster into forecasts; null if the forecast does not need one.</summary>
/// <param name="Factor">The factor of the head outputs, [targets], [batch, 1, targets] or [batch, time, targets].</param>
/// <param name="Offset">The offset of the head outputs, [targets], [batch, 1, targets] or [batch, time, targets].</param>
/// <param name="Baseline">The residual baseline [batch, steps, targets].</param>
/// <param name="UndefinedMask">
/// [batch, 1, 1] or [batch, time, targets]: 0, or NaN if the history contains a value that is undefined under the transform.
/// </param>
internal sealed record TargetScalingNames(string? Factor, string? Offset, string? Baseline, string? UndefinedMask);
