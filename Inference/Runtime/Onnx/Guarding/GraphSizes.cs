namespace MlNetRecurrent.Onnx;

/// <summary>The input and output sizes of a graph that passed the guard.</summary>
/// <param name="Inputs">The shape of each required input, by name.</param>
/// <param name="Outputs">The maximum size of each output, by name.</param>
internal sealed record GraphSizes(IReadOnlyDictionary<string, SizedValue> Inputs, IReadOnlyDictionary<string, SizedValue> Outputs);
