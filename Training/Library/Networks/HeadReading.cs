using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What the head reads of the last recurrent layer.</summary>
internal static class HeadReading
{
    /// <summary>Reads as the description says.</summary>
    /// <param name="read">Which hidden states.</param>
    /// <param name="sequence">[batch, time, width].</param>
    /// <param name="final">The final state of each direction [batch, width].</param>
    /// <param name="lengths">How long each sequence is, or null where all are whole.</param>
    /// <returns>[batch, width], or [batch, time, width] of every step.</returns>
    public static Tensor Of(SequenceReading read, Tensor sequence, Tensor final, SequenceLengths? lengths) => read switch
    {
        SequenceReading.Every => sequence,
        SequenceReading.LastStep => lengths is null ? sequence.select(1, -1) : lengths.Last(sequence),
        SequenceReading.Mean => lengths is null ? sequence.mean([1]) : where(lengths.Own, sequence, zeros_like(sequence)).sum([1]) / lengths.Count.squeeze(2),
        SequenceReading.Max => (lengths is null ? sequence : where(lengths.Own, sequence, full_like(sequence, float.MinValue))).amax([1]),
        _ => final,
    };

    /// <summary>What a forward network would read if each step were the last: running means and maxima.</summary>
    /// <param name="read">Which hidden states.</param>
    /// <param name="sequence">[batch, time, width].</param>
    /// <returns>[batch, time, width].</returns>
    public static Tensor AtEveryStep(SequenceReading read, Tensor sequence) => read switch
    {
        SequenceReading.Mean => sequence.cumsum(1) / arange(1, sequence.shape[1] + 1, dtype: sequence.dtype).reshape(1, -1, 1),
        SequenceReading.Max => cummax(sequence, 1).values,
        _ => sequence,
    };
}
