namespace MlNetRecurrent.Onnx;

/// <summary>The names of what turns the scores of a forecaster into answers; null is left out.</summary>
/// <param name="Factor">[targets] or [batch, 1, targets]: what scores are multiplied by.</param>
/// <param name="Offset">[targets] or [batch, 1, targets]: what is added to them.</param>
/// <param name="Baseline">The base forecast [batch, steps, targets].</param>
/// <param name="Defined">[batch, 1, 1] or [batch, time, targets]: 0, or NaN where the history holds a value without a transform.</param>
internal sealed record TargetScalingNames(string? Factor, string? Offset, string? Baseline, string? Defined);
