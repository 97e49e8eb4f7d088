namespace MlNetRecurrent;

/// <summary>An input of the graph of another program that the engine fills.</summary>
/// <param name="Tensor">The input.</param>
/// <param name="Values">The values, a single one for all elements or one for each; null for the number of time steps of the sequences.</param>
internal sealed record GraphFilledInput(GraphTensor Tensor, IReadOnlyList<double>? Values);
