using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The next update of a parameter, and the tensors of its state.</summary>
/// <param name="Rule">The rule and its constants.</param>
/// <param name="First">The mean of the gradients, or the momentum; null if the rule has none.</param>
/// <param name="Second">The mean of the squared gradients; null if the rule has none.</param>
internal readonly record struct StateUpdate(UpdateRule Rule, Tensor? First = null, Tensor? Second = null);
