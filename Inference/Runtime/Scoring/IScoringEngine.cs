namespace MlNetRecurrent;

/// <summary>Computes the outputs of one network. Thread-safe. Its owner disposes it when no call is in progress.</summary>
internal interface IScoringEngine : IDisposable
{
    /// <summary>Scores a batch. A NaN in a sequence makes its output and its final state NaN.</summary>
    void Run(in PinnedBatch batch);
}
