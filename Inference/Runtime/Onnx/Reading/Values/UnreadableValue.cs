namespace MlNetRecurrent.Onnx;

/// <summary>A value that is not understood; an error only if an output of the graph depends on it.</summary>
internal sealed record UnreadableValue(RecurrentModelException Error) : GraphValue;
