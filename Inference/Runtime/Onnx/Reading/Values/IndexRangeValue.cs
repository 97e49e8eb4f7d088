namespace MlNetRecurrent.Onnx;

/// <summary>The indices 0, 1, ... of an axis whose size depends on the inputs.</summary>
/// <param name="Count">The number of indices.</param>
internal sealed record IndexRangeValue(SymbolicInteger Count) : GraphValue;
