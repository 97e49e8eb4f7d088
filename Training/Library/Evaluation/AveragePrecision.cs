namespace MlNetRecurrent.Training;

/// <summary>Computes the area under the precision-recall curve of a class.</summary>
internal static class AveragePrecision
{
    /// <summary>Computes the sum of (R[n] - R[n-1]) P[n] over the distinct probabilities from the highest; NaN if the class never occurs.</summary>
    /// <param name="actual">The actual class of each prediction.</param>
    /// <param name="probabilities">The probabilities, [predictions, classes].</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="index">The class.</param>
    public static double Compute(ReadOnlySpan<int> actual, ReadOnlySpan<float> probabilities, int classCount, int index)
    {
        var found = new List<float>();
        for (var row = 0; row < actual.Length; row++)
        {
            if (actual[row] == index)
                found.Add(probabilities[(row * classCount) + index]);
        }

        if (found.Count == 0)
            return double.NaN;
        // Recall changes only at the probabilities of the class itself; equal probabilities are one threshold.
        float[] thresholds = [.. found.Distinct().Order()];
        var (hits, misses) = (new long[thresholds.Length], new long[thresholds.Length]);
        for (var row = 0; row < actual.Length; row++)
        {
            var place = Array.BinarySearch(thresholds, probabilities[(row * classCount) + index]);
            // The highest threshold that is not above the probability; below all of them it counts nowhere.
            var threshold = place >= 0 ? place : ~place - 1;
            if (threshold >= 0)
                (actual[row] == index ? hits : misses)[threshold]++;
        }

        var (sum, correct, predicted) = (0.0, 0L, 0L);
        for (var threshold = thresholds.Length - 1; threshold >= 0; threshold--)
        {
            correct += hits[threshold];
            predicted += hits[threshold] + misses[threshold];
            // At most the number of hits, so that the result is at most 1 in spite of rounding.
            sum += hits[threshold] * ((double)correct / predicted);
        }

        return sum / found.Count;
    }
}
