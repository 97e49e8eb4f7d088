using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Where sequences are kept, and how some of them are gathered.</summary>
internal abstract class SequenceSource : IDisposable
{
    /// <summary>How many sequences there are.</summary>
    public abstract long Count { get; }

    /// <summary>The time steps of each, or of the longest.</summary>
    public abstract long Time { get; }

    /// <summary>The time steps of each sequence where they differ, int64 [sequences].</summary>
    public virtual Tensor? Lengths => null;

    /// <summary>Gathers sequences.</summary>
    /// <param name="rows">Which, int64 [batch]; null for all.</param>
    public abstract TrainingBatch Batch(Tensor? rows);

    /// <inheritdoc/>
    public abstract void Dispose();
}
