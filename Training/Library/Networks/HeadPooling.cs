using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Pools the hidden states of the last recurrent layer into the input of the head.</summary>
internal static class HeadPooling
{
    /// <summary>
    /// Whether the pooled states are the final states of the last layer, so that its hidden states at the other steps are not needed: in a forward
    /// layer, the last step is the final one.
    /// </summary>
    public static bool IsOfFinalState(NetworkDescription network) => network.Forecast.FutureCovariates == 0
        && (network.Pooling == SequencePooling.FinalState
            || (network.Pooling == SequencePooling.LastStep && network.Layers[^1].Direction == SequenceDirection.Forward));

    /// <summary>Pools the hidden states of a batch, unless that needs the final states alone.</summary>
    /// <param name="network">The kind of pooling.</param>
    /// <param name="sequence">The hidden states [batch, time, width].</param>
    /// <param name="lengths">The length of each sequence, or null if all have the full length.</param>
    /// <returns>[batch, width], [batch, steps * width] for the last steps, or [batch, time, width] without pooling.</returns>
    public static Tensor Pool(NetworkDescription network, Tensor sequence, SequenceLengths? lengths) => network.Pooling switch
    {
        SequencePooling.None => sequence,
        SequencePooling.LastStep => lengths is null ? sequence.select(1, -1) : lengths.GatherLast(sequence),
        SequencePooling.Mean => lengths is null
            ? sequence.mean([1])
            : where(lengths.StepMask, sequence, zeros_like(sequence)).sum([1]) / lengths.FloatLengths.squeeze(2),
        SequencePooling.LastSteps => (lengths is null
            ? sequence.narrow(1, sequence.shape[1] - network.PooledSteps, network.PooledSteps)
            : lengths.GatherLastSteps(sequence, network.PooledSteps)).flatten(1),
        _ => (lengths is null ? sequence : where(lengths.StepMask, sequence, full_like(sequence, float.MinValue))).amax([1]),
    };

    /// <summary>
    /// Pools at every time step as if it were the last, with running means and maxima; for forward layers. Zeros stand for the steps before the
    /// first.
    /// </summary>
    /// <param name="network">The kind of pooling.</param>
    /// <param name="sequence">The hidden states [batch, time, width].</param>
    /// <returns>[batch, time, width], or [batch, time, steps * width] for the last steps.</returns>
    public static Tensor PoolAtEveryStep(NetworkDescription network, Tensor sequence) => network.Pooling switch
    {
        SequencePooling.Mean => sequence.cumsum(1) / arange(1, sequence.shape[1] + 1, dtype: sequence.dtype).reshape(1, -1, 1),
        SequencePooling.Max => cummax(sequence, 1).values,
        SequencePooling.LastSteps => cat(
            [.. Enumerable.Range(0, network.PooledSteps).Reverse().Select(age => nn.functional.pad(
                sequence.narrow(1, 0, Math.Max(0, sequence.shape[1] - age)), [0, 0, Math.Min(age, sequence.shape[1]), 0]))],
            2),
        _ => sequence,
    };
}
