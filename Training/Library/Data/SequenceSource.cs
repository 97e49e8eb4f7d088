using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Stores sequences, and gathers batches of them.</summary>
internal abstract class SequenceSource : IDisposable
{
    /// <summary>The number of sequences.</summary>
    public abstract long Count { get; }

    /// <summary>The number of time steps of each sequence, or of the longest.</summary>
    public abstract long Time { get; }

    /// <summary>The number of time steps of each sequence, int64 [sequences]; null if they are equal.</summary>
    public virtual Tensor? Lengths => null;

    /// <summary>The sequences of each series, if the sequences are windows of several series; empty otherwise.</summary>
    public virtual IReadOnlyList<SequenceRange> Series => [];

    /// <summary>Gathers a batch of sequences.</summary>
    /// <param name="rows">The indices of the sequences, int64 [batch]; null for all.</param>
    public abstract TrainingBatch Gather(Tensor? rows);

    /// <inheritdoc/>
    public abstract void Dispose();
}
