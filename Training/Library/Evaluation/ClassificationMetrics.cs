namespace MlNetRecurrent.Training;

/// <summary>How well classes are told apart.</summary>
public sealed record ClassificationMetrics
{
    // As scikit-learn's log_loss bounds it in float32: a probability of 0 for what came would make the mean infinite.
    private const double MinProbability = 1.1920929e-7;

    private ClassificationMetrics()
    {
    }

    /// <summary>How many answers were compared.</summary>
    public required long Count { get; init; }

    /// <summary>The share of answers whose most probable class is the one that came.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The mean over classes of F1 = 2 TP / (2 TP + FP + FN); classes that neither came nor were answered are left out.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>The mean of -ln p of the class that came; NaN where there were no probabilities.</summary>
    public required double LogLoss { get; init; }

    /// <summary>How often a class (row) was answered by a class (column): [classes][classes].</summary>
    public required IReadOnlyList<IReadOnlyList<long>> ConfusionMatrix { get; init; }

    /// <summary>Compares probabilities with the classes that came.</summary>
    /// <param name="actual">The class of each answer, 0 to classes - 1.</param>
    /// <param name="probabilities">[answers, classes].</param>
    /// <param name="classes">How many classes there are, at least 2.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, sizes do not fit, or a class is out of range.</exception>
    public static ClassificationMetrics FromProbabilities(ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        if (probabilities.Length % classes != 0)
            throw new ArgumentException($"There are {probabilities.Length} probabilities, expected a multiple of {classes} classes.", nameof(probabilities));
        MetricChecks.RequireSameCount(actual.Length, probabilities.Length / classes);
        var answers = new int[actual.Length];
        var loss = 0.0;
        for (var index = 0; index < actual.Length; index++)
        {
            var row = probabilities.Slice(index * classes, classes);
            answers[index] = GetMaxIndex(row);
            loss -= Math.Log(Math.Clamp(row[InRange(actual[index], classes)], MinProbability, 1));
        }

        return FromClasses(actual, answers, classes) with { LogLoss = loss / actual.Length };
    }

    /// <summary>Compares answered classes with the classes that came; there is no log-loss.</summary>
    /// <param name="actual">The class of each answer, 0 to classes - 1.</param>
    /// <param name="predicted">The class that was answered.</param>
    /// <param name="classes">How many classes there are, at least 2.</param>
    /// <exception cref="ArgumentException">There is nothing to compare, sizes do not fit, or a class is out of range.</exception>
    public static ClassificationMetrics FromClasses(ReadOnlySpan<int> actual, ReadOnlySpan<int> predicted, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        MetricChecks.RequireSameCount(actual.Length, predicted.Length);
        var confusion = new long[classes][];
        for (var row = 0; row < classes; row++)
            confusion[row] = new long[classes];
        for (var index = 0; index < actual.Length; index++)
            confusion[InRange(actual[index], classes)][InRange(predicted[index], classes)]++;
        return new ClassificationMetrics
        {
            Count = actual.Length,
            Accuracy = (double)Enumerable.Range(0, classes).Sum(row => confusion[row][row]) / actual.Length,
            MacroF1 = MacroF1Of(confusion),
            LogLoss = double.NaN,
            ConfusionMatrix = confusion,
        };
    }

    private static double MacroF1Of(long[][] confusion)
    {
        var scores = new List<double>();
        for (var index = 0; index < confusion.Length; index++)
        {
            // 2 TP + FP + FN is how often the class came and how often it was answered, together.
            var both = confusion[index].Sum() + confusion.Sum(row => row[index]);
            if (both > 0)
                scores.Add(2.0 * confusion[index][index] / both);
        }

        return scores.Average();
    }

    private static int GetMaxIndex(ReadOnlySpan<float> row)
    {
        var largest = 0;
        for (var index = 1; index < row.Length; index++)
        {
            if (row[index] > row[largest])
                largest = index;
        }

        return largest;
    }

    private static int InRange(int label, int classes) => label >= 0 && label < classes
        ? label
        : throw new ArgumentException($"Class {label} is out of range, expected 0 to {classes - 1}.");
}
