namespace MlNetRecurrent.Onnx;

/// <summary>Pairs of indices [batch, 2]: each sequence and its last valid step.</summary>
/// <param name="Lengths">The indices of the last steps.</param>
internal sealed record LastStepValue(DerivedValue Lengths) : GraphValue;
