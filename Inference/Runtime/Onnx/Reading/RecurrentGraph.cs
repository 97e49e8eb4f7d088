namespace MlNetRecurrent.Onnx;

/// <summary>A graph read back: what its network is, its numbers, and how the original is fed and read.</summary>
/// <param name="Network">What the network is. Dropout, which graphs for inference leave out, is 0.</param>
/// <param name="Weights">Its numbers.</param>
/// <param name="Inputs">What the original must be fed.</param>
/// <param name="Outputs">What the original gives, in its order.</param>
/// <param name="Warnings">What a user should know before trusting the numbers.</param>
internal sealed record RecurrentGraph(
    NetworkDescription Network,
    NetworkWeights Weights,
    IReadOnlyList<InputBinding> Inputs,
    IReadOnlyList<OutputBinding> Outputs,
    IReadOnlyList<string> Warnings);
