namespace MlNetRecurrent.Training;

/// <summary>
/// The cross-entropy of classes: the mean of weight[class] * (log(sum(e^scores)) - scores[class]) over the rows, divided by the mean weight of
/// their classes. Rows of the ignored class do not count.
/// </summary>
internal sealed unsafe class CrossEntropyKernel : LossKernel
{
    private readonly LossMath _math;
    private readonly int _classes;
    private readonly long* _targets;
    private readonly float* _weights;
    private readonly long _ignored;
    private readonly double _factor;

    /// <param name="math">The losses for a vector width.</param>
    /// <param name="targets">The class of each row, contiguous.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="weights">The weight of each class; null for 1.</param>
    /// <param name="ignored">The class of rows that do not count.</param>
    /// <exception cref="ArgumentOutOfRangeException">A class is neither one of the classes nor the ignored one.</exception>
    public CrossEntropyKernel(LossMath math, long* targets, int rows, int classes, float* weights, long ignored)
        : base(rows, classes)
    {
        (_math, _classes, _ignored) = (math, classes, ignored);
        _targets = targets;
        _weights = weights;
        Weight = SumWeights(rows);
        // Without rows that count, the mean is NaN and its gradient 0, as in LibTorch.
        _factor = Weight == 0 ? 0 : 1 / Weight;
    }

    /// <inheritdoc/>
    protected override double Weight { get; }

    /// <inheritdoc/>
    protected override double SumRows(int first, int rows)
    {
        var sum = 0.0;
        for (var row = first; row < first + rows; row++)
        {
            var place = (nint)row * _classes;
            var gradient = Gradient == null ? null : Gradient + place;
            var target = _targets[row];
            if (target == _ignored)
            {
                if (gradient != null)
                    new Span<float>(gradient, _classes).Clear();
                continue;
            }

            double weight = GetWeight(target);
            sum += weight * _math.CrossEntropy(Scores + place, _classes, (int)target, gradient, (float)(weight * _factor));
        }

        return sum;
    }

    private float GetWeight(long target) => _weights == null ? 1 : _weights[target];

    private double SumWeights(int rows)
    {
        var sum = 0.0;
        for (var row = 0; row < rows; row++)
        {
            if (_targets[row] == _ignored)
                continue;
            Check(_targets[row], row);
            sum += GetWeight(_targets[row]);
        }

        return sum;
    }

    private void Check(long target, int row)
    {
        if (target < 0 || target >= _classes)
        {
            throw new ArgumentOutOfRangeException(
                nameof(target), $"Row {row} has class {target}, expected 0 to {_classes - 1}, or {_ignored} for a row that does not count.");
        }
    }
}
