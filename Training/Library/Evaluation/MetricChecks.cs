namespace MlNetRecurrent.Training;

/// <summary>Checks the arguments of metrics.</summary>
internal static class MetricChecks
{
    /// <exception cref="ArgumentException">There is nothing to compare, or the numbers of values and predictions differ.</exception>
    public static void RequireSameCount(int actual, int predicted)
    {
        if (actual == 0 || actual != predicted)
        {
            throw new ArgumentException(
                $"There must be one prediction for each actual value, and at least one; got {actual} actual values and {predicted} predictions.");
        }
    }
}
