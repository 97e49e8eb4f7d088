namespace MlNetRecurrent.Onnx;

/// <summary>What the inputs and outputs of a graph are, as far as it can be found without understanding the whole graph.</summary>
/// <param name="Inputs">The inputs that have no default value, in the order of the graph.</param>
/// <param name="Outputs">The outputs, in the order of the graph.</param>
/// <param name="HasRecurrentNode">Whether the graph has an RNN, LSTM or GRU node outside of subgraphs.</param>
internal sealed record GraphStructure(
    IReadOnlyList<InputStructure> Inputs, IReadOnlyList<OutputStructure> Outputs, bool HasRecurrentNode);
