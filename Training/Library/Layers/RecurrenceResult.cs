using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a recurrent layer returns.</summary>
/// <param name="Output">
/// The hidden states, [batch, time, directions * hidden] or [time, batch, directions * hidden], with zeros after the end of a sequence; null if they
/// are not wanted.
/// </param>
/// <param name="Hidden">The hidden state after the last step of each sequence in each direction, [directions, batch, hidden].</param>
/// <param name="Cell">Likewise for the cell state; null for cells without one.</param>
internal sealed record RecurrenceResult(Tensor? Output, Tensor Hidden, Tensor? Cell);
