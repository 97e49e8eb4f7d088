namespace MlNetRecurrent.Onnx;

/// <summary>The network that was read from a graph, and the roles of the inputs and outputs of the original graph.</summary>
/// <param name="Network">The description of the network. Dropout is 0, since inference graphs do not contain it.</param>
/// <param name="Weights">The weights of the network.</param>
/// <param name="Inputs">The inputs that the original graph requires.</param>
/// <param name="Outputs">The outputs of the original graph, in order.</param>
/// <param name="Warnings">Warnings for the user about possible differences from the original model.</param>
internal sealed record RecurrentGraph(
    NetworkDescription Network,
    NetworkWeights Weights,
    IReadOnlyList<InputBinding> Inputs,
    IReadOnlyList<OutputBinding> Outputs,
    IReadOnlyList<string> Warnings);
