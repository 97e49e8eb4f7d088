namespace MlNetRecurrent.Onnx;

/// <summary>A graph that passed the guard.</summary>
/// <param name="Inputs">The shape of each input that must be fed, by name.</param>
/// <param name="Outputs">How large each output gets, by name.</param>
internal sealed record GraphSizes(IReadOnlyDictionary<string, SizedValue> Inputs, IReadOnlyDictionary<string, SizedValue> Outputs);
