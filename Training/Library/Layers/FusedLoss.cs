using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// Losses whose gradient is computed with them in one pass: faster on the CPU than the functions of <c>torch.nn.functional</c>, which leave a dozen
/// small tensors. Thread-safe.
/// </summary>
/// <remarks>
/// <para>
/// Each returns the mean loss, a tensor without axes. Targets have no gradients. The bits of a result do not depend on the number of threads. Given
/// the output layer of a network and its input instead of scores, a loss computes both at once: that saves the scores and a node of the graph.
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
    public static Tensor MeanSquaredError(Tensor scores, Tensor targets) =>
        Run(scores, Difference(DifferenceLoss.Squared, targets));

    /// <summary>The mean of (score - target)^2, as <c>mse_loss</c> computes it.</summary>
    /// <param name="layer">A linear layer, whose outputs are the scores.</param>
    /// <param name="input">The input of the layer, [..., input].</param>
    /// <param name="targets">The targets, [..., outputs].</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public static Tensor MeanSquaredError(FusedLinear layer, Tensor input, Tensor targets) =>
        Run(layer, input, Difference(DifferenceLoss.Squared, targets));

    /// <summary>The mean of |score - target|, as <c>l1_loss</c> computes it.</summary>
    /// <param name="scores">The scores, of any shape.</param>
    /// <param name="targets">The targets, of the same shape.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor MeanAbsoluteError(Tensor scores, Tensor targets) =>
        Run(scores, Difference(DifferenceLoss.Absolute, targets));

    /// <summary>The mean of |score - target|, as <c>l1_loss</c> computes it.</summary>
    /// <param name="layer">A linear layer, whose outputs are the scores.</param>
    /// <param name="input">The input of the layer, [..., input].</param>
    /// <param name="targets">The targets, [..., outputs].</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    public static Tensor MeanAbsoluteError(FusedLinear layer, Tensor input, Tensor targets) =>
        Run(layer, input, Difference(DifferenceLoss.Absolute, targets));

    /// <summary>
    /// The mean of d^2 / 2 for differences of at most delta, and of delta * (|d| - delta / 2) for larger ones (Huber 1964), as <c>huber_loss</c>
    /// computes it.
    /// </summary>
    /// <param name="scores">The scores, of any shape.</param>
    /// <param name="targets">The targets, of the same shape.</param>
    /// <param name="delta">The difference from which on the loss is linear. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delta is not a positive number.</exception>
    public static Tensor Huber(Tensor scores, Tensor targets, double delta = 1) =>
        Run(scores, Difference(DifferenceLoss.Huber, targets, delta));

    /// <summary>
    /// The mean of d^2 / 2 for differences of at most delta, and of delta * (|d| - delta / 2) for larger ones (Huber 1964), as <c>huber_loss</c>
    /// computes it.
    /// </summary>
    /// <param name="layer">A linear layer, whose outputs are the scores.</param>
    /// <param name="input">The input of the layer, [..., input].</param>
    /// <param name="targets">The targets, [..., outputs].</param>
    /// <param name="delta">The difference from which on the loss is linear. Default: 1.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The delta is not a positive number.</exception>
    public static Tensor Huber(FusedLinear layer, Tensor input, Tensor targets, double delta = 1) =>
        Run(layer, input, Difference(DifferenceLoss.Huber, targets, delta));

    /// <summary>
    /// The pinball loss, which the quantiles of a distribution minimize (Koenker and Bassett 1978): the mean over all quantiles of
    /// max(level * e, (level - 1) * e), with e = target - quantile.
    /// </summary>
    /// <param name="quantiles">The quantiles, [..., levels].</param>
    /// <param name="targets">The targets, [...].</param>
    /// <param name="levels">The level of each quantile, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A level is not between 0 and 1.</exception>
    public static Tensor Pinball(Tensor quantiles, Tensor targets, IReadOnlyList<double> levels) =>
        Run(quantiles, CreatePinball(targets, levels));

    /// <summary>
    /// The pinball loss, which the quantiles of a distribution minimize (Koenker and Bassett 1978): the mean over all quantiles of
    /// max(level * e, (level - 1) * e), with e = target - quantile.
    /// </summary>
    /// <param name="layer">A linear layer, whose outputs are the scores.</param>
    /// <param name="input">The input of the layer, [..., input].</param>
    /// <param name="targets">The targets, [...].</param>
    /// <param name="levels">The level of each quantile, between 0 and 1.</param>
    /// <exception cref="ArgumentException">The shapes do not match.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A level is not between 0 and 1.</exception>
    public static Tensor Pinball(FusedLinear layer, Tensor input, Tensor targets, IReadOnlyList<double> levels) =>
        Run(layer, input, CreatePinball(targets, levels));

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
    public static Tensor CrossEntropy(Tensor scores, Tensor classes, Tensor? weights = null, long ignoredClass = -100) =>
        Run(scores, CreateCrossEntropy(classes, weights, ignoredClass));

    /// <summary>
    /// The cross-entropy of classes: the mean of weight[class] * (log(sum(e^scores)) - scores[class]), divided by the mean weight of the classes, as
    /// <c>cross_entropy</c> computes it.
    /// </summary>
    /// <param name="layer">A linear layer, whose outputs are the scores.</param>
    /// <param name="input">The input of the layer, [..., input].</param>
    /// <param name="classes">The class of each row, int64 [...].</param>
    /// <param name="weights">The weight of each class, [classes]; null for 1.</param>
    /// <param name="ignoredClass">The class of rows that do not count. Default: -100.</param>
    /// <exception cref="ArgumentException">The shapes do not match, or the classes are not int64.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A class is out of range.</exception>
    public static Tensor CrossEntropy(FusedLinear layer, Tensor input, Tensor classes, Tensor? weights = null, long ignoredClass = -100) =>
        Run(layer, input, CreateCrossEntropy(classes, weights, ignoredClass));

    private static Tensor Run(Tensor scores, ScoreLoss loss)
    {
        ArgumentNullException.ThrowIfNull(scores);
        return LossCall.Run(loss, scores);
    }

    private static Tensor Run(FusedLinear layer, Tensor input, ScoreLoss loss)
    {
        ArgumentNullException.ThrowIfNull(layer);
        ArgumentNullException.ThrowIfNull(input);
        return layer.ComputeLoss(loss, input);
    }

    private static DifferenceScoreLoss Difference(DifferenceLoss loss, Tensor targets, double delta = 1)
    {
        ArgumentNullException.ThrowIfNull(targets);
        return delta > 0 && double.IsFinite(delta)
            ? new DifferenceScoreLoss(loss, delta, targets)
            : throw new ArgumentOutOfRangeException(nameof(delta), delta, "The delta must be a positive number.");
    }

    private static PinballScoreLoss CreatePinball(Tensor targets, IReadOnlyList<double> levels)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(levels);
        foreach (var level in levels)
        {
            if (!(level is > 0 and < 1))
                throw new ArgumentOutOfRangeException(nameof(levels), level, "The levels of quantiles must be between 0 and 1.");
        }

        return new PinballScoreLoss([.. levels], targets);
    }

    private static CrossEntropyScoreLoss CreateCrossEntropy(Tensor classes, Tensor? weights, long ignoredClass)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return new CrossEntropyScoreLoss(classes, weights, ignoredClass);
    }
}
