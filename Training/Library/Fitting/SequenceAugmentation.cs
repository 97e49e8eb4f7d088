using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Data augmentation: random changes of the training sequences in each epoch.</summary>
internal sealed class SequenceAugmentation(FitOptions options)
{
    /// <summary>Whether scaled values are augmented.</summary>
    public bool ChangesValues => options.InputNoise > 0 || options.MaxTimeMaskFraction > 0;

    /// <summary>Adds noise to scaled values, and masks a random interval of each sequence with 0, the mean.</summary>
    /// <param name="values">The scaled values, [batch, time, features].</param>
    public Tensor AugmentValues(Tensor values)
    {
        if (options.InputNoise > 0)
            values = values + (options.InputNoise * randn_like(values));
        if (options.MaxTimeMaskFraction == 0)
            return values;
        var (batch, time) = (values.shape[0], values.shape[1]);
        // A random length of 0 to mask * time steps, at a random position.
        var length = (rand(batch, 1) * ((options.MaxTimeMaskFraction * time) + 1)).floor();
        var start = (rand(batch, 1) * (time - length + 1)).floor();
        var steps = arange(time).unsqueeze(0);
        var blank = (steps >= start).logical_and(steps < start + length).unsqueeze(2);
        return where(blank, zeros_like(values), values);
    }

    /// <summary>Shifts each sequence in time and across its features, by independent random numbers.</summary>
    public TrainingBatch Shift(TrainingBatch batch)
    {
        if (options.MaxShift == 0)
            return batch;
        var shifted = Move(batch.Inputs, 1, batch.Lengths);
        return batch with { Inputs = Move(shifted, 2, null) };

        Tensor Move(Tensor inputs, int axis, Tensor? lengths)
        {
            var (count, size) = (inputs.shape[0], inputs.shape[axis]);
            var offset = randint(-options.MaxShift, options.MaxShift + 1, [count, 1], dtype: ScalarType.Int64);
            var end = lengths is null ? full([count, 1], size, dtype: ScalarType.Int64) : lengths.unsqueeze(1);
            var positions = arange(size).unsqueeze(0) + offset;
            var inside = (positions >= 0).logical_and(positions < end).unsqueeze(3 - axis);
            var moved = inputs.gather(axis, positions.clamp(0, size - 1).unsqueeze(3 - axis).expand(inputs.shape));
            return where(inside, moved, zeros_like(moved));
        }
    }

    /// <summary>Changes the length of each sequence by an independent random factor, with linear interpolation.</summary>
    public TrainingBatch Stretch(TrainingBatch batch)
    {
        if (options.MaxTimeStretch == 0)
            return batch;
        var (count, time) = (batch.Inputs.shape[0], batch.Inputs.shape[1]);
        var lengths = batch.Lengths ?? full([count], time, dtype: ScalarType.Int64);
        var factors = 1 + (options.MaxTimeStretch * ((2 * rand(count)) - 1));
        var stretched = (lengths * factors).round().to(ScalarType.Int64).clamp(min: 1);
        var maxLength = stretched.max().item<long>();
        // Step t of the new sequence is at position t (length - 1) / (new length - 1) of the old one.
        var scale = (lengths - 1).to(ScalarType.Float32) / (stretched - 1).clamp(min: 1);
        var positions = minimum(arange(maxLength).unsqueeze(0) * scale.unsqueeze(1), (lengths - 1).unsqueeze(1));
        var before = positions.floor().to(ScalarType.Int64);
        var after = minimum(before + 1, (lengths - 1).unsqueeze(1));
        var fraction = (positions - before).unsqueeze(2);
        return batch with { Inputs = ((1 - fraction) * At(before)) + (fraction * At(after)), Lengths = stretched };

        Tensor At(Tensor steps) => batch.Inputs.gather(1, steps.unsqueeze(2).expand(-1, -1, batch.Inputs.shape[2]));
    }
}
