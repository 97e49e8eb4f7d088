using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The lengths of the sequences of a batch: each sequence has a number of valid time steps, followed by padding.</summary>
internal sealed class SequenceLengths
{
    private readonly Tensor _lengths;
    private readonly Tensor _steps;
    private long[]? _array;

    /// <param name="lengths">The lengths, int64 [batch].</param>
    /// <param name="time">The number of time steps of the batch.</param>
    public SequenceLengths(Tensor lengths, long time)
    {
        _lengths = lengths;
        _steps = arange(time, dtype: ScalarType.Int64, device: lengths.device);
    }

    /// <summary>The mask of valid time steps, bool [batch, time, 1].</summary>
    public Tensor StepMask => (_steps.unsqueeze(0) < _lengths.unsqueeze(1)).unsqueeze(2);

    /// <summary>The lengths as float, [batch, 1, 1].</summary>
    public Tensor FloatLengths => _lengths.to(ScalarType.Float32).reshape(-1, 1, 1);

    /// <summary>The lengths, int64 [batch].</summary>
    public Tensor Lengths => _lengths;

    /// <summary>The lengths as an array.</summary>
    public long[] ToArray() => _array ??= _lengths.cpu().data<long>().ToArray();

    /// <summary>Creates the lengths of a batch, or returns null if there are none.</summary>
    /// <exception cref="ArgumentException">The lengths do not match the batch.</exception>
    public static SequenceLengths? CreateOrNull(Tensor? lengths, long batch, long time, int minimum = 1)
    {
        if (lengths is null)
            return null;
        TensorShapes.Check(lengths, "lengths", [batch]);
        if (lengths.dtype != ScalarType.Int64)
            throw new ArgumentException($"The lengths have type {lengths.dtype}, expected {ScalarType.Int64}.");
        var (min, max) = (lengths.min().item<long>(), lengths.max().item<long>());
        return min >= minimum && max <= time
            ? new SequenceLengths(lengths, time)
            : throw new ArgumentException(
                $"The lengths range from {min} to {max}, expected {minimum} to {time}, the number of time steps of the batch.");
    }

    /// <summary>Returns the lengths of the sequences extended by a number of steps, or shortened by a negative one.</summary>
    public SequenceLengths Extend(long steps) => new(_lengths + steps, _steps.shape[0] + steps);

    /// <summary>Sets the padding of [batch, time, size] to 0, as ONNX does.</summary>
    public Tensor MaskPadding(Tensor sequence) => where(StepMask, sequence, zeros_like(sequence));

    /// <summary>Reverses the valid time steps of each sequence of [batch, time, size]; the padding stays at the end.</summary>
    public Tensor Reverse(Tensor sequence)
    {
        var lengths = _lengths.unsqueeze(1);
        var steps = _steps.unsqueeze(0);
        var source = where(steps < lengths, lengths - 1 - steps, steps.expand(lengths.shape[0], -1));
        return sequence.gather(1, source.unsqueeze(2).expand(-1, -1, sequence.shape[2]));
    }

    /// <summary>Reverses the valid time steps of each sequence of [batch, time, size]; all of them without lengths.</summary>
    public static Tensor Reverse(Tensor sequence, SequenceLengths? lengths) => lengths is null ? sequence.flip(1) : lengths.Reverse(sequence);

    /// <summary>Selects the last valid time steps of each sequence: [batch, steps, size] of [batch, time, size].</summary>
    public Tensor GatherLastSteps(Tensor sequence, long steps)
    {
        var indices = (_lengths - steps).unsqueeze(1) + arange(steps, dtype: ScalarType.Int64);
        return sequence.gather(1, indices.unsqueeze(2).expand(-1, -1, sequence.shape[2]));
    }

    /// <summary>Selects the last valid time step of each sequence: [batch, size] of [batch, time, size].</summary>
    public Tensor GatherLast(Tensor sequence) =>
        sequence.gather(1, (_lengths - 1).reshape(-1, 1, 1).expand(-1, 1, sequence.shape[2])).squeeze(1);
}
