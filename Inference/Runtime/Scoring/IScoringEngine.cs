namespace MlNetRecurrent;

/// <summary>Computes the outputs of one network. Thread-safe. Its owner disposes it when no call is in progress.</summary>
internal interface IScoringEngine : IDisposable
{
    /// <summary>Whether a batch may have initial states.</summary>
    bool AcceptsInitialStates => true;

    /// <summary>Scores a batch. A NaN in a sequence makes its output and its final state NaN.</summary>
    void Run(in PinnedBatch batch);
}
