using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The mean and the standard deviation of each feature of a batch of sequences.</summary>
internal static class Standardization
{
    // Windows are views of one series: computing on all of them at once would copy each row as often as there are windows over it.
    private const long ValuesAtOnce = 1 << 20;

    /// <summary>The scale of [sequences, time, features]; a constant feature keeps a deviation of 1.</summary>
    public static AffineScale Of(Tensor sequences) => Of(() => Parts(sequences.shape[0], sequences.shape[1] * sequences.shape[2])
        .Select(part => sequences.narrow(0, part.Start, part.Count)));

    /// <summary>The scale of what is read of each part of data, [sequences, time, features]; a constant feature keeps a deviation of 1.</summary>
    public static AffineScale Of(SequenceData data, Func<SequenceBatch, Tensor> read) => Of(() => Parts(data.Count, data.Inputs.numel() / data.Count)
        .Select(part => read(new SequenceBatch(
            data.Inputs.narrow(0, part.Start, part.Count), data.Targets.narrow(0, part.Start, part.Count), data.Known?.narrow(0, part.Start, part.Count)))));

    private static AffineScale Of(Func<IEnumerable<Tensor>> parts)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var (sum, count) = Sum(parts(), part => part);
        var mean = sum / count;
        var deviation = (Sum(parts(), part => (part - mean).square()).Sum / count).sqrt();
        var smallest = (mean.abs() * 1e-7).clamp(min: 1e-30);
        deviation = where(deviation > smallest, deviation, ones_like(deviation));
        return new AffineScale(Floats(mean), Floats(deviation));
    }

    private static IEnumerable<(long Start, long Count)> Parts(long sequences, long valuesOfEach)
    {
        var step = Math.Max(1, ValuesAtOnce / valuesOfEach);
        for (long start = 0; start < sequences; start += step)
            yield return (start, Math.Min(step, sequences - start));
    }

    // The sum over sequences and time of each feature. In double: a float sum over millions of rows loses the digits that a small
    // deviation stands in.
    private static (Tensor Sum, double Count) Sum(IEnumerable<Tensor> parts, Func<Tensor, Tensor> value)
    {
        Tensor? sum = null;
        var count = 0L;
        using var each = parts.GetEnumerator();
        while (true)
        {
            // Opened before a part is read, which makes tensors of its own.
            using var scope = NewDisposeScope();
            if (!each.MoveNext())
                return (sum!, count);
            var part = value(each.Current.to(ScalarType.Float64)).sum([0, 1]);
            sum = (sum is null ? part : sum + part).MoveToOuterDisposeScope();
            count += each.Current.shape[0] * each.Current.shape[1];
        }
    }

    private static float[] Floats(Tensor values) => values.to(ScalarType.Float32).data<float>().ToArray();
}
