using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The weights of one direction of a recurrent layer, in PyTorch's layout.</summary>
/// <param name="Input">[blocks * hidden, input].</param>
/// <param name="Recurrent">[blocks * hidden, hidden].</param>
/// <param name="InputBias">[blocks * hidden]; null for none.</param>
/// <param name="RecurrentBias">[blocks * hidden]; null for none.</param>
/// <param name="Peepholes">Those of the input, output and forget gates, [3 * hidden]; null for none.</param>
internal sealed record RecurrenceWeights(
    Tensor Input, Tensor Recurrent, Tensor? InputBias, Tensor? RecurrentBias, Tensor? Peepholes = null);
