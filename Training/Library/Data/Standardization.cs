using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The mean and the standard deviation of each feature of sequences.</summary>
internal static class Standardization
{
    // Windows share their rows: computing on all of them at once would copy each row as often as there are windows over it.
    private const long ValuesAtOnce = 1 << 20;

    /// <summary>The scale of [sequences, time, features]; a constant feature keeps a deviation of 1.</summary>
    public static AffineScale Fit(Tensor sequences) => Fit(Parts(sequences));

    /// <summary>
    /// The scale of what is read of each part of data, [sequences, time, features], without the steps behind the end of a sequence; a constant
    /// feature keeps a deviation of 1.
    /// </summary>
    public static AffineScale Fit(SequenceData data, Func<TrainingBatch, Tensor> read) => Fit(Parts(data, read));

    private static AffineScale Fit(IEnumerable<(Tensor Values, Tensor? Own)> parts)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var (sum, count) = Sum(parts, part => part);
        var mean = sum / count;
        var deviation = (Sum(parts, part => (part - mean).square()).Sum / count).sqrt();
        var smallest = (mean.abs() * 1e-7).clamp(min: 1e-30);
        deviation = where(deviation > smallest, deviation, ones_like(deviation));
        return new AffineScale(Floats(mean), Floats(deviation));
    }

    // The sum over sequences and time of each feature. In double: a float sum over millions of rows loses the digits that a small
    // deviation stands in.
    private static (Tensor Sum, double Count) Sum(IEnumerable<(Tensor Values, Tensor? Own)> parts, Func<Tensor, Tensor> value)
    {
        Tensor? sum = null;
        var count = 0.0;
        foreach (var (values, own) in parts)
        {
            using var scope = NewDisposeScope();
            using var source = values;
            var part = value(values.to(ScalarType.Float64));
            if (own is not null)
                part = where(own, part, zeros_like(part));
            sum ??= zeros(values.shape[2], dtype: ScalarType.Float64).MoveToOuterDisposeScope();
            sum.add_(part.sum([0, 1]));
            count += own is null ? values.shape[0] * values.shape[1] : own.sum().item<long>();
            own?.Dispose();
        }

        return (sum!, count);
    }

    private static IEnumerable<(Tensor Values, Tensor? Own)> Parts(Tensor sequences)
    {
        var step = Math.Max(1, ValuesAtOnce / (sequences.shape[1] * sequences.shape[2]));
        for (long start = 0; start < sequences.shape[0]; start += step)
            yield return (sequences.narrow(0, start, Math.Min(step, sequences.shape[0] - start)), null);
    }

    private static IEnumerable<(Tensor Values, Tensor? Own)> Parts(SequenceData data, Func<TrainingBatch, Tensor> read)
    {
        foreach (var rows in BatchOrder.InOrder(data, (int)Math.Clamp(ValuesAtOnce / data.Time, 1, data.Count)))
        {
            using var owned = rows;
            yield return Part(data.Gather, rows, read);
        }
    }

    // Apart from the enumeration: a scope that stays open between two parts would take what is made while it is.
    private static (Tensor Values, Tensor? Own) Part(Func<Tensor, TrainingBatch> gather, Tensor rows, Func<TrainingBatch, Tensor> read)
    {
        using var scope = NewDisposeScope();
        var batch = gather(rows);
        var own = batch.Lengths is null ? null : (arange(batch.Inputs.shape[1]).unsqueeze(0) < batch.Lengths.unsqueeze(1)).unsqueeze(2);
        return (read(batch).MoveToOuterDisposeScope(), own?.MoveToOuterDisposeScope());
    }

    private static float[] Floats(Tensor values) => values.to(ScalarType.Float32).data<float>().ToArray();
}
