using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Computes the mean and standard deviation of each feature of sequences.</summary>
internal static class Standardization
{
    // Windows share rows: processing all windows at once would copy each row once per window that contains it.
    private const long MaxValuesPerPart = 1 << 20;

    // The rounding of doubles in the sums over a constant feature.
    private const double ConstantNoise = 1e-12;

    /// <summary>Computes the scale of [sequences, time, features]; a constant feature has a standard deviation of 1.</summary>
    /// <exception cref="SequenceDataException">A feature varies by less than float32 can hold at its magnitude.</exception>
    public static AffineScale Fit(Tensor sequences) => Fit(Parts(sequences));

    /// <summary>
    /// Computes the scale of the values, [sequences, time, features], that are selected from each batch of the data, without padding; a constant
    /// feature has a standard deviation of 1.
    /// </summary>
    /// <param name="data">The data.</param>
    /// <param name="select">Selects the values.</param>
    /// <param name="horizon">
    /// The number of steps that the values have after the time steps of each sequence; null if they do not belong to time steps, so that none is
    /// padding.
    /// </param>
    /// <exception cref="SequenceDataException">A feature varies by less than float32 can hold at its magnitude.</exception>
    public static AffineScale Fit(SequenceData data, Func<TrainingBatch, Tensor> select, int? horizon = 0) => Fit(Parts(data, select, horizon));

    private static AffineScale Fit(IEnumerable<(Tensor Values, Tensor? Mask)> parts)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        var (sum, count) = Sum(parts, part => part);
        var mean = sum / count;
        var standardDeviation = (Sum(parts, part => part.sub_(mean).mul_(part)).Sum / count).sqrt();
        var min = (mean.abs() * 1e-7).clamp(min: 1e-30);
        CheckDigits(mean.data<double>().ToArray(), standardDeviation.data<double>().ToArray());
        standardDeviation = where(standardDeviation > min, standardDeviation, ones_like(standardDeviation));
        return new AffineScale(ToFloats(mean), ToFloats(standardDeviation));
    }

    // A feature that varies by less than its scale can express would be read as a constant. The mean of a constant feature is rounded, too, but by
    // less.
    private static void CheckDigits(double[] means, double[] standardDeviations)
    {
        for (var index = 0; index < means.Length; index++)
        {
            var (magnitude, standardDeviation) = (Math.Abs(means[index]), standardDeviations[index]);
            if (!(standardDeviation > magnitude * ConstantNoise && standardDeviation <= magnitude * 1e-7))
                continue;
            var around = RoundConstant.Round(means[index], 3);
            throw new SequenceDataException(
                FormattableString.Invariant($"Feature {index + 1} of the sequences cannot be scaled: float32 cannot hold its digits: ")
                + $"its values around {RoundConstant.Format(around)} are rounded to multiples of "
                + FormattableString.Invariant($"{NumberStatistics.GetSpacing(magnitude):g3}, ")
                + FormattableString.Invariant($"and their standard deviation is only {standardDeviation:g3}. ")
                + $"The feature needs another origin: {RoundConstant.Advise(around)} first, in the data and in the values to score.");
        }
    }

    // The sum of each feature over sequences and time, in double precision: a float sum over millions of rows would lose a small standard deviation
    // to rounding.
    private static (Tensor Sum, double Count) Sum(IEnumerable<(Tensor Values, Tensor? Mask)> parts, Func<Tensor, Tensor> value)
    {
        Tensor? sum = null;
        var count = 0.0;
        foreach (var (values, mask) in parts)
        {
            using var scope = NewDisposeScope();
            using var source = values;
            // A copy of its own, which may be changed.
            var part = value(values.to(ScalarType.Float64, copy: true));
            if (mask is not null)
                part = where(mask, part, zeros_like(part));
            sum ??= zeros(values.shape[2], dtype: ScalarType.Float64).MoveToOuterDisposeScope();
            sum.add_(part.sum([0, 1]), Scalars.One);
            count += mask is null ? values.shape[0] * values.shape[1] : mask.sum().item<long>();
            mask?.Dispose();
        }

        return (sum!, count);
    }

    private static IEnumerable<(Tensor Values, Tensor? Mask)> Parts(Tensor sequences)
    {
        var step = Math.Max(1, MaxValuesPerPart / (sequences.shape[1] * sequences.shape[2]));
        for (long start = 0; start < sequences.shape[0]; start += step)
            yield return (sequences.narrow(0, start, Math.Min(step, sequences.shape[0] - start)), null);
    }

    private static IEnumerable<(Tensor Values, Tensor? Mask)> Parts(SequenceData data, Func<TrainingBatch, Tensor> select, int? horizon)
    {
        foreach (var rows in BatchOrder.InOrder(data, (int)Math.Clamp(MaxValuesPerPart / data.Steps, 1, data.Count)))
        {
            using var owned = rows;
            yield return Part(data.Gather, rows, select, horizon);
        }
    }

    // A separate method: a scope that stays open between two parts would also dispose of tensors created by the consumer.
    private static (Tensor Values, Tensor? Mask) Part(
        Func<Tensor, TrainingBatch> gather, Tensor rows, Func<TrainingBatch, Tensor> select, int? horizon)
    {
        using var scope = NewDisposeScope();
        var batch = gather(rows);
        var mask = batch.Lengths is not { } lengths || horizon is not { } steps
            ? null
            : (arange(batch.Inputs.shape[1] + steps).unsqueeze(0) < (lengths + steps).unsqueeze(1)).unsqueeze(2);
        return (select(batch).MoveToOuterDisposeScope(), mask?.MoveToOuterDisposeScope());
    }

    private static float[] ToFloats(Tensor values) => values.to(ScalarType.Float32).data<float>().ToArray();
}
