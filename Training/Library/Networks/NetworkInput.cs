using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The input of a network: a batch of sequences.</summary>
/// <param name="Values">The values [batch, time, features], or int64 tokens [batch, time] for an embedding.</param>
internal sealed record NetworkInput(Tensor Values)
{
    /// <summary>
    /// The length of each sequence in time steps, int64 [batch], from 1 to time; the steps after it are padding, which does not affect the outputs.
    /// Null if all sequences have the full length.
    /// </summary>
    public Tensor? Lengths { get; init; }

    /// <summary>
    /// The future covariates, [batch, time + horizon, covariates]; the steps of the horizon directly follow each sequence's last valid step. Null if
    /// the network has none.
    /// </summary>
    public Tensor? FutureCovariates { get; init; }

    /// <summary>The state of each layer before the first step; null for zeros.</summary>
    public IReadOnlyList<RecurrentState>? InitialStates { get; init; }

    /// <summary>Creates the input for a training batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="initial">The state of each layer before the first step; null for zeros.</param>
    internal static NetworkInput FromBatch(TrainingBatch batch, IReadOnlyList<RecurrentState>? initial = null) =>
        new(batch.Inputs) { Lengths = batch.Lengths, FutureCovariates = batch.FutureCovariates, InitialStates = initial };
}
