using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The mean and the deviation of each sequence over its own length.</summary>
/// <param name="Mean">[batch, 1, columns].</param>
/// <param name="Deviation">sqrt(variance + 1e-5) [batch, 1, columns].</param>
internal sealed record WindowLevel(Tensor Mean, Tensor Deviation)
{
    /// <summary>The level of [batch, time, columns].</summary>
    public static WindowLevel Of(Tensor values, SequenceLengths? lengths)
    {
        var mean = Average(values, lengths);
        return new WindowLevel(mean, (Average((values - mean).square(), lengths) + NormalizationEpsilon.Window).sqrt());
    }

    private static Tensor Average(Tensor values, SequenceLengths? lengths) =>
        lengths is null ? values.mean([1], keepdim: true) : lengths.Blank(values).sum([1], keepdim: true) / lengths.Count;
}
