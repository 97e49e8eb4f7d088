using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The mean and standard deviation of each sequence over its valid time steps.</summary>
/// <param name="Mean">The mean, [batch, 1, columns].</param>
/// <param name="StandardDeviation">sqrt(variance + 1e-5), [batch, 1, columns].</param>
internal sealed record WindowStatistics(Tensor Mean, Tensor StandardDeviation)
{
    /// <summary>Computes the statistics of [batch, time, columns].</summary>
    public static WindowStatistics Compute(Tensor values, SequenceLengths? lengths)
    {
        var mean = Average(values, lengths);
        return new WindowStatistics(mean, (Average((values - mean).square(), lengths) + NormalizationEpsilon.Window).sqrt());
    }

    private static Tensor Average(Tensor values, SequenceLengths? lengths) =>
        lengths is null ? values.mean([1], keepdim: true) : lengths.MaskPadding(values).sum([1], keepdim: true) / lengths.FloatLengths;
}
