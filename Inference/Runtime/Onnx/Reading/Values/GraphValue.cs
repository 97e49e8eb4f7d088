namespace MlNetRecurrent.Onnx;

/// <summary>What is known of a value of a graph without running it.</summary>
internal abstract record GraphValue;
