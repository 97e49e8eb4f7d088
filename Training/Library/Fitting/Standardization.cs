using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The mean and the standard deviation of each feature of a batch of sequences.</summary>
internal static class Standardization
{
    // Windows are views of one series: computing on all of them at once would copy each row as often as there are windows over it.
    private const long ValuesAtOnce = 1 << 20;

    /// <summary>The scale of [sequences, time, features]; a constant feature keeps a deviation of 1.</summary>
    public static AffineScale Of(Tensor sequences)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var count = (double)(sequences.shape[0] * sequences.shape[1]);
        var mean = Sum(sequences, part => part) / count;
        var deviation = (Sum(sequences, part => (part - mean).square()) / count).sqrt();
        var smallest = (mean.abs() * 1e-7).clamp(min: 1e-30);
        deviation = where(deviation > smallest, deviation, ones_like(deviation));
        return new AffineScale(Floats(mean), Floats(deviation));
    }

    // The sum over sequences and time of each feature. In double: a float sum over millions of rows loses the digits that a small
    // deviation stands in.
    private static Tensor Sum(Tensor sequences, Func<Tensor, Tensor> value)
    {
        var step = Math.Max(1, ValuesAtOnce / (sequences.shape[1] * sequences.shape[2]));
        var sum = zeros(sequences.shape[2], dtype: ScalarType.Float64);
        for (long start = 0; start < sequences.shape[0]; start += step)
        {
            using var scope = NewDisposeScope();
            var part = sequences.narrow(0, start, Math.Min(step, sequences.shape[0] - start)).to(ScalarType.Float64);
            sum.add_(value(part).sum([0, 1]));
        }

        return sum;
    }

    private static float[] Floats(Tensor values) => values.to(ScalarType.Float32).data<float>().ToArray();
}
