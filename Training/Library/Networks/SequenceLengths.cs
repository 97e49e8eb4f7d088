using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Sequences of several lengths in one batch: each has its own first time steps, and padding behind them.</summary>
internal sealed class SequenceLengths
{
    private readonly Tensor _lengths;
    private readonly Tensor _steps;

    /// <param name="lengths">int64 [batch].</param>
    /// <param name="time">Time steps of the batch.</param>
    public SequenceLengths(Tensor lengths, long time)
    {
        _lengths = lengths;
        _steps = arange(time, dtype: ScalarType.Int64);
    }

    /// <summary>bool [batch, time, 1]: whether a step is a sequence's own.</summary>
    public Tensor StepMask => (_steps.unsqueeze(0) < _lengths.unsqueeze(1)).unsqueeze(2);

    /// <summary>float [batch, 1, 1]: how many steps are a sequence's own.</summary>
    public Tensor FloatLengths => _lengths.to(ScalarType.Float32).reshape(-1, 1, 1);

    /// <summary>int64 [batch].</summary>
    public Tensor Lengths => _lengths;

    /// <summary>The lengths as they are given, if they fit the batch; null for none.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static SequenceLengths? CreateOrNull(Tensor? lengths, long batch, long time)
    {
        if (lengths is null)
            return null;
        TensorShapes.Check(lengths, "lengths", [batch]);
        if (lengths.dtype != ScalarType.Int64)
            throw new ArgumentException($"The lengths are {lengths.dtype}, expected {ScalarType.Int64}.");
        var (smallest, largest) = (lengths.min().item<long>(), lengths.max().item<long>());
        return smallest >= 1 && largest <= time
            ? new SequenceLengths(lengths, time)
            : throw new ArgumentException($"The lengths range from {smallest} to {largest}, expected 1 to the {time} time steps of the batch.");
    }

    /// <summary>The lengths of sequences that go on for some steps.</summary>
    public SequenceLengths Extend(long steps) => new(_lengths + steps, _steps.shape[0] + steps);

    /// <summary>[batch, time, size] with zeros in the place of the padding, as ONNX gives it.</summary>
    public Tensor MaskPadding(Tensor sequence) => where(StepMask, sequence, zeros_like(sequence));

    /// <summary>[batch, time, size] with each sequence's own steps in reverse order; the padding stays where it is.</summary>
    public Tensor Reverse(Tensor sequence)
    {
        var lengths = _lengths.unsqueeze(1);
        var steps = _steps.unsqueeze(0);
        var source = where(steps < lengths, lengths - 1 - steps, steps.expand(lengths.shape[0], -1));
        return sequence.gather(1, source.unsqueeze(2).expand(-1, -1, sequence.shape[2]));
    }

    /// <summary>[batch, steps, size] of [batch, time, size]: the last steps of each sequence.</summary>
    public Tensor GatherLastSteps(Tensor sequence, long steps)
    {
        var places = (_lengths - steps).unsqueeze(1) + arange(steps, dtype: ScalarType.Int64);
        return sequence.gather(1, places.unsqueeze(2).expand(-1, -1, sequence.shape[2]));
    }

    /// <summary>[batch, size] of [batch, time, size] at each sequence's own last step.</summary>
    public Tensor GatherLast(Tensor sequence) =>
        sequence.gather(1, (_lengths - 1).reshape(-1, 1, 1).expand(-1, 1, sequence.shape[2])).squeeze(1);
}
