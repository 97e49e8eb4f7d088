namespace MlNetRecurrent.Onnx;

/// <summary>A value that is not understood; a fault only where an output of the graph depends on it.</summary>
internal sealed record UnreadableValue(RecurrentModelException Error) : GraphValue;
