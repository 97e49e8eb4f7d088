namespace MlNetRecurrent.Training;

/// <summary>The quality of predicted classes, compared with the actual classes.</summary>
public sealed record ClassificationMetrics
{
    // The bound of scikit-learn's log_loss in float32: a probability of 0 for an actual class would make the mean infinite.
    private const double MinProbability = 1.1920929e-7;

    private ClassificationMetrics()
    {
    }

    /// <summary>The number of predictions compared.</summary>
    public required long Count { get; init; }

    /// <summary>The fraction of predictions whose most probable class is the actual class.</summary>
    public required double Accuracy { get; init; }

    /// <summary>
    /// The mean over classes of F1 = 2 TP / (2 TP + FP + FN). Classes that neither occur nor are predicted are omitted; <see cref="Classes"/> tells
    /// which. With only one class left, this is its F1 alone.
    /// </summary>
    public required double MacroF1 { get; init; }

    /// <summary>The mean of -ln p, where p is the probability of the actual class; NaN without probabilities.</summary>
    public required double LogLoss { get; init; }

    /// <summary>The number of times each actual class (row) was predicted as each class (column): [classes][classes].</summary>
    public required IReadOnlyList<IReadOnlyList<long>> ConfusionMatrix { get; init; }

    /// <summary>The metrics of each class, in the order of the classes.</summary>
    public required IReadOnlyList<ClassMetrics> Classes { get; init; }

    /// <summary>Compares class probabilities with the actual classes.</summary>
    /// <param name="actual">The actual class of each prediction, 0 to classes - 1.</param>
    /// <param name="probabilities">The probabilities, [predictions, classes].</param>
    /// <param name="classCount">The number of classes, at least 2.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, the sizes do not match, or a class is out of range.</exception>
    public static ClassificationMetrics FromProbabilities(ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        if (probabilities.Length % classCount != 0)
        {
            throw new ArgumentException(
                $"The number of probabilities must be a multiple of the {classCount} classes, got {probabilities.Length}.", nameof(probabilities));
        }

        MetricChecks.RequireSameCount(actual.Length, probabilities.Length / classCount);
        var predicted = new int[actual.Length];
        var loss = 0.0;
        for (var index = 0; index < actual.Length; index++)
        {
            var row = probabilities.Slice(index * classCount, classCount);
            predicted[index] = GetMaxIndex(row);
            loss -= Math.Log(Math.Clamp(row[InRange(actual[index], classCount)], MinProbability, 1));
        }

        var metrics = FromClasses(actual, predicted, classCount);
        var classes = new ClassMetrics[classCount];
        for (var index = 0; index < classCount; index++)
            classes[index] = metrics.Classes[index] with { AveragePrecision = AveragePrecision.Compute(actual, probabilities, classCount, index) };
        return metrics with { LogLoss = loss / actual.Length, Classes = classes };
    }

    /// <summary>Compares predicted classes with the actual classes. The log-loss is NaN.</summary>
    /// <param name="actual">The actual class of each prediction, 0 to classes - 1.</param>
    /// <param name="predicted">The predicted classes, in the same order.</param>
    /// <param name="classCount">The number of classes, at least 2.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, the sizes do not match, or a class is out of range.</exception>
    public static ClassificationMetrics FromClasses(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classCount, 2);
        MetricChecks.RequireSameCount(actual.Length, predicted.Length);
        var confusion = new long[classCount][];
        for (var row = 0; row < classCount; row++)
            confusion[row] = new long[classCount];
        for (var index = 0; index < actual.Length; index++)
            confusion[InRange(actual[index], classCount)][InRange(predicted[index], classCount)]++;
        ClassMetrics[] classes = [.. Enumerable.Range(0, classCount).Select(index => ClassMetrics.FromConfusion(confusion, index))];
        return new ClassificationMetrics
        {
            Count = actual.Length,
            Accuracy = (double)Enumerable.Range(0, classCount).Sum(row => confusion[row][row]) / actual.Length,
            MacroF1 = classes.Where(one => !double.IsNaN(one.F1)).Average(one => one.F1),
            LogLoss = double.NaN,
            ConfusionMatrix = confusion,
            Classes = classes,
        };
    }

    private static int GetMaxIndex(ReadOnlySpan<float> row)
    {
        var max = 0;
        for (var index = 1; index < row.Length; index++)
        {
            if (row[index] > row[max])
                max = index;
        }

        return max;
    }

    private static int InRange(int label, int classes) => label >= 0 && label < classes
        ? label
        : throw new ArgumentException($"Class {label} is out of range: expected 0 to {classes - 1}.");
}
