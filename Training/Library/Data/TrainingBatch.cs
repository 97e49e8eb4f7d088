using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Some sequences of a data set, gathered.</summary>
/// <param name="Inputs">[batch, time, features], or int64 [batch, time].</param>
/// <param name="Targets">
/// The answers, as <see cref="SequenceData.Targets"/> says; steps behind the end of a sequence hold <see cref="IgnoredClass"/>.
/// </param>
/// <param name="FutureCovariates">What is known ahead, [batch, time + horizon, covariates], or null.</param>
/// <param name="Lengths">The time steps of each sequence, int64 [batch], or null where all are whole.</param>
internal sealed record TrainingBatch(Tensor Inputs, Tensor Targets, Tensor? FutureCovariates = null, Tensor? Lengths = null)
{
    /// <summary>The class of a step that does not exist: LibTorch's cross-entropy passes over it.</summary>
    public const long IgnoredClass = -100;
}
