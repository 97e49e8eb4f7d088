using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a recurrent layer returns.</summary>
/// <param name="Output">
/// The hidden states, [batch, time, directions * hidden], with zeros after the end of a sequence; null if they are not wanted.
/// </param>
/// <param name="Final">The final state; that of the reverse direction is at the first time step.</param>
/// <param name="Lengths">The lengths of the hidden states, which convolutions shorten; null if all have the full length.</param>
internal sealed record LayerResult(Tensor? Output, RecurrentState Final, SequenceLengths? Lengths);
