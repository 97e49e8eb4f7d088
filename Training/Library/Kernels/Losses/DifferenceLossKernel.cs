namespace MlNetRecurrent.Training;

/// <summary>The mean of a function of score - target.</summary>
/// <param name="math">The losses for a vector width.</param>
/// <param name="loss">The function.</param>
/// <param name="delta">The delta of the Huber loss.</param>
/// <param name="targets">The targets, contiguous; one for each score.</param>
/// <param name="count">The number of scores.</param>
internal sealed unsafe class DifferenceLossKernel(LossMath math, DifferenceLoss loss, float delta, float* targets, int count) : LossKernel(count, 1)
{
    /// <inheritdoc/>
    protected override double Weight { get; } = count;

    /// <inheritdoc/>
    protected override double SumRows(int first, int rows) => math.SumDifferences(
        loss, delta, Scores + first, targets + first, Gradient == null ? null : Gradient + first, rows, (float)(1 / Weight));
}
