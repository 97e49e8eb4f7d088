namespace MlNetRecurrent.Training;

/// <summary>The quality of the predictions of one class, compared with the actual classes.</summary>
/// <remarks>
/// A figure that the data does not define is NaN, never 0 or 1: the precision of a class that is never predicted, the recall and the average
/// precision of a class that never occurs, and the F1 of a class that is never predicted and never occurs.
/// </remarks>
public sealed record ClassMetrics
{
    /// <summary>The number of times the class occurs.</summary>
    public required long Support { get; init; }

    /// <summary>The number of times the class is predicted.</summary>
    public required long PredictedCount { get; init; }

    /// <summary>The fraction of the predictions of the class that are correct: TP / (TP + FP).</summary>
    public required double Precision { get; init; }

    /// <summary>The fraction of the occurrences of the class that are predicted: TP / (TP + FN).</summary>
    public required double Recall { get; init; }

    /// <summary>The harmonic mean of precision and recall: 2 TP / (2 TP + FP + FN).</summary>
    public required double F1 { get; init; }

    /// <summary>
    /// The area under the precision-recall curve of the probability of the class, as scikit-learn's <c>average_precision_score</c>: the sum of
    /// (R[n] - R[n-1]) P[n] over the distinct probabilities from the highest. NaN also without probabilities.
    /// </summary>
    public required double AveragePrecision { get; init; }

    /// <summary>Computes the figures that follow from a confusion matrix.</summary>
    internal static ClassMetrics FromConfusion(long[][] confusion, int index)
    {
        var (hits, support, predicted) = (confusion[index][index], confusion[index].Sum(), confusion.Sum(row => row[index]));
        return new ClassMetrics
        {
            Support = support,
            PredictedCount = predicted,
            Precision = Divide(hits, predicted),
            Recall = Divide(hits, support),
            F1 = Divide(2 * hits, support + predicted),
            AveragePrecision = double.NaN,
        };
    }

    private static double Divide(long part, long whole) => whole == 0 ? double.NaN : (double)part / whole;
}
