namespace MlNetRecurrent.Training;

/// <summary>Finds elements in lists that are stored as runs.</summary>
internal static class RunSearch
{
    /// <summary>Returns the run that contains an element: the last one that starts at its index or before.</summary>
    /// <param name="runs">The runs, at least one, in order; the first one starts at 0.</param>
    /// <param name="index">The index of the element.</param>
    /// <param name="getStart">Returns the index of the first element of a run.</param>
    public static TRun Find<TRun>(List<TRun> runs, int index, Func<TRun, int> getStart)
    {
        var (low, high) = (0, runs.Count - 1);
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            (low, high) = getStart(runs[middle]) <= index ? (middle, high) : (low, middle - 1);
        }

        return runs[low];
    }
}
