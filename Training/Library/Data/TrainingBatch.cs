using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>A batch of sequences and their targets.</summary>
/// <param name="Inputs">The values [batch, time, features], or int64 tokens [batch, time].</param>
/// <param name="Targets">
/// The targets, with the axes of <see cref="SequenceData.Targets"/>; the class of padding is <see cref="IgnoredClass"/>.
/// </param>
/// <param name="FutureCovariates">The future covariates, [batch, time + horizon, covariates], or null.</param>
/// <param name="Lengths">The number of time steps of each sequence, int64 [batch], or null if all have the full length.</param>
internal sealed record TrainingBatch(Tensor Inputs, Tensor Targets, Tensor? FutureCovariates = null, Tensor? Lengths = null)
{
    /// <summary>The class of padding, which LibTorch's cross-entropy ignores.</summary>
    public const long IgnoredClass = -100;
}
