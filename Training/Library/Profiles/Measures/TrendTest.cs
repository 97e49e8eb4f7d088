namespace MlNetRecurrent.Training;

/// <summary>Tells series that rise or fall from those that only wander.</summary>
/// <remarks>
/// A series is divided into parts of whole seasons. It rises if the mean step from the mean of a part to that of the next is above 0 beyond chance,
/// by a t-test at 1 %: the steps of a random walk are as often down as up.
/// </remarks>
internal static class TrendTest
{
    private const int MaxParts = 12;
    private const int MinParts = 6;

    // Two-sided quantiles of the t distribution at 1 %, for 4 to 10 degrees of freedom.
    private static readonly double[] Quantiles = [4.604, 4.032, 3.707, 3.499, 3.355, 3.250, 3.169];

    /// <summary>Returns 1 for a series that rises, -1 for one that falls, and 0 for others.</summary>
    /// <param name="values">The values; NaN for missing ones.</param>
    /// <param name="season">The season length in rows; 1 for none.</param>
    public static int GetDirection(ReadOnlySpan<double> values, int season)
    {
        var seasons = values.Length / season;
        if (seasons < MinParts)
            return 0;
        // As many parts as leave out the fewest seasons.
        var parts = Enumerable.Range(MinParts, MaxParts - MinParts + 1).Where(count => count <= seasons).MinBy(count => (seasons % count, -count));
        var length = seasons / parts * season;
        var (means, skipped) = (new List<double>(), values.Length - (parts * length));
        for (var part = 0; part < parts; part++)
        {
            var mean = GetMean(values.Slice(skipped + (part * length), length));
            if (double.IsFinite(mean))
                means.Add(mean);
        }

        if (means.Count < MinParts)
            return 0;
        var steps = means.Zip(means.Skip(1), (before, after) => after - before).ToList();
        var average = steps.Average();
        var deviation = Math.Sqrt(steps.Sum(step => (step - average) * (step - average)) / (steps.Count - 1));
        var isTrend = Math.Abs(average) * Math.Sqrt(steps.Count) > Quantiles[steps.Count - 5] * deviation;
        return isTrend ? Math.Sign(average) : 0;
    }

    private static double GetMean(ReadOnlySpan<double> values)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in values)
        {
            if (double.IsFinite(value))
                (sum, count) = (sum + value, count + 1);
        }

        return sum / count;
    }
}
