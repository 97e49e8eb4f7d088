using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Losses whose gradient is computed with them in one pass: faster on the CPU than the functions of <c>torch.nn.functional</c>, which leave a dozen
/// small tensors. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Each returns the mean loss, a tensor without axes. Targets have no gradients. The bits of a result do not depend on the number of threads.
/// </para>
/// <para>
/// This library computes them for 32-bit floating point on the CPU. Elsewhere, and for gradients of gradients, LibTorch does. An error in a
/// backward pass is thrown by the next forward pass of a fused layer or step of a fused optimizer, or by <see cref="FusedFailure.ThrowIfAny"/>.
/// </para>
/// </remarks>
public static class FusedLoss
{
    /// <summary>The mean of (score - target)^2, as <c>mse_loss</c> computes it.</summary>
    /// <param name="scores">The scores, of any shape.</param>
    /// <param name="targets">The targets, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MeanSquaredError(Tensor scores, Tensor targets) => Difference(DifferenceLoss.Squared, scores, targets, 1);

    /// <summary>The mean of |score - target|, as <c>l1_loss</c> computes it.</summary>
    /// <param name="scores">The scores, of any shape.</param>
    /// <param name="targets">The targets, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor scores, Tensor targets) => Difference(DifferenceLoss.Absolute, scores, targets, 1);

    /// <summary>
    /// The mean of d^2 / 2 for differences of at most delta, and of delta * (|d| - delta / 2) for larger ones (Huber 1964), as <c>huber_loss</c>
    /// computes it.
    /// </summary>
    /// <param name="scores">The scores, of any shape.</param>
    /// <param name="targets">The targets, of the same shape.</param>
    /// <param name="delta">The difference from which on the loss is linear. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delta is not a positive number.</exception>
    public static Tensor Huber(Tensor scores, Tensor targets, double delta = 1)
    {
        if (!(delta > 0) || !double.IsFinite(delta))
            throw new ArgumentOutOfRangeException(nameof(delta), delta, "The delta must be a positive number.");
        return Difference(DifferenceLoss.Huber, scores, targets, delta);
    }

    /// <summary>
    /// The pinball loss, which the quantiles of a distribution minimize (Koenker and Bassett 1978): the mean over all quantiles of
    /// max(level * e, (level - 1) * e), with e = target - quantile.
    /// </summary>
    /// <param name="quantiles">The quantiles, [..., levels].</param>
    /// <param name="targets">The targets, [...].</param>
    /// <param name="levels">The level of each quantile, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A level is not between 0 and 1.</exception>
    public static Tensor Pinball(Tensor quantiles, Tensor targets, IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(quantiles);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(levels);
        foreach (var level in levels)
        {
            if (!(level is > 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(levels), level, "The levels of quantiles must be between 0 and 1.");
        }

        return LossCall.Run(new PinballScoreLoss([.. levels], targets), quantiles);
    }

    /// <summary>
    /// The cross-entropy of classes: the mean of weight[class] * (log(sum(e^scores)) - scores[class]), divided by the mean weight of the classes, as
    /// <c>cross_entropy</c> computes it.
    /// </summary>
    /// <param name="scores">The scores (logits) of the classes, [..., classes]; the classes are the last axis.</param>
    /// <param name="classes">The class of each row, int64 [...].</param>
    /// <param name="weights">The weight of each class, [classes]; null for 1.</param>
    /// <param name="ignoredClass">The class of rows that do not count. Default: -100.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or the classes are not int64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    public static Tensor CrossEntropy(Tensor scores, Tensor classes, Tensor? weights = null, long ignoredClass = -100)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(classes);
        return LossCall.Run(new CrossEntropyScoreLoss(classes, weights, ignoredClass), scores);
    }

    private static Tensor Difference(DifferenceLoss loss, Tensor scores, Tensor targets, double delta)
    {
        ArgumentNullException.ThrowIfNull(scores);
        ArgumentNullException.ThrowIfNull(targets);
        return LossCall.Run(new DifferenceScoreLoss(loss, delta, targets), scores);
    }
}
