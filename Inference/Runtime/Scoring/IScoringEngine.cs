namespace MlNetRecurrent;

/// <summary>Computes the answers of one network. Thread-safe. Disposed by its owner when no scoring is under way.</summary>
internal interface IScoringEngine : IDisposable
{
    /// <summary>Scores a batch. A NaN in a sequence makes its answer and its final state NaN.</summary>
    void Run(in PinnedBatch batch);
}
