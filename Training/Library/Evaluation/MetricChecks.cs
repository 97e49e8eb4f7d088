namespace MlNetRecurrent.Training;

/// <summary>What every metric asks of its arguments.</summary>
internal static class MetricChecks
{
    /// <exception cref="ArgumentException">There is nothing to compare, or not one answer for each value.</exception>
    public static void RequireSameCount(int actual, int predicted)
    {
        if (actual == 0 || actual != predicted)
            throw new ArgumentException($"There are {actual} values and {predicted} answers to compare, expected as many of each and at least one.");
    }
}
