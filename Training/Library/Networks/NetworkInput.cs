using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a network is given for a batch of sequences.</summary>
/// <param name="Values">[batch, time, features], or int64 [batch, time] for an embedding.</param>
public sealed record NetworkInput(Tensor Values)
{
    /// <summary>
    /// int64 [batch]: how many time steps of each sequence are its own, 1 to time; those behind are padding, which changes no answer.
    /// Null where all are whole.
    /// </summary>
    public Tensor? Lengths { get; init; }

    /// <summary>
    /// Covariates known ahead, [batch, time + horizon, covariates]: the steps of the horizon stand right behind each sequence's own length. Null
    /// where the network reads none.
    /// </summary>
    public Tensor? FutureCovariates { get; init; }

    /// <summary>The state of each layer before the first step; null for zeros.</summary>
    public IReadOnlyList<RecurrentState>? InitialStates { get; init; }

    /// <summary>The input for a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="initial">The state of each layer before the first step; null for zeros.</param>
    internal static NetworkInput Of(TrainingBatch batch, IReadOnlyList<RecurrentState>? initial = null) =>
        new(batch.Inputs) { Lengths = batch.Lengths, FutureCovariates = batch.FutureCovariates, InitialStates = initial };
}
