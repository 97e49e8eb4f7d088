using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What the head reads of the last recurrent layer.</summary>
internal static class HeadPooling
{
    /// <summary>Reads as the description says.</summary>
    /// <param name="pooling">Which hidden states.</param>
    /// <param name="sequence">[batch, time, width].</param>
    /// <param name="final">The final state of each direction [batch, width].</param>
    /// <param name="lengths">How long each sequence is, or null where all are whole.</param>
    /// <returns>[batch, width], or [batch, time, width] of every step.</returns>
    public static Tensor Pool(SequencePooling pooling, Tensor sequence, Tensor final, SequenceLengths? lengths) => pooling switch
    {
        SequencePooling.None => sequence,
        SequencePooling.LastStep => lengths is null ? sequence.select(1, -1) : lengths.GatherLast(sequence),
        SequencePooling.Mean => lengths is null ? sequence.mean([1]) : where(lengths.StepMask, sequence, zeros_like(sequence)).sum([1]) / lengths.FloatLengths.squeeze(2),
        SequencePooling.Max => (lengths is null ? sequence : where(lengths.StepMask, sequence, full_like(sequence, float.MinValue))).amax([1]),
        _ => final,
    };

    /// <summary>What a forward network would read if each step were the last: running means and maxima.</summary>
    /// <param name="pooling">Which hidden states.</param>
    /// <param name="sequence">[batch, time, width].</param>
    /// <returns>[batch, time, width].</returns>
    public static Tensor PoolAtEveryStep(SequencePooling pooling, Tensor sequence) => pooling switch
    {
        SequencePooling.Mean => sequence.cumsum(1) / arange(1, sequence.shape[1] + 1, dtype: sequence.dtype).reshape(1, -1, 1),
        SequencePooling.Max => cummax(sequence, 1).values,
        _ => sequence,
    };
}
