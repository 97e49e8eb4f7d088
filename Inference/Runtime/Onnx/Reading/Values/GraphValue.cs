namespace MlNetRecurrent.Onnx;

/// <summary>What is known about a value of a graph without running it.</summary>
internal abstract record GraphValue;
