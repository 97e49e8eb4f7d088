namespace MlNetRecurrent.Training;

/// <summary>Counts the classes of a table.</summary>
internal static class ClassCounts
{
    /// <summary>Counts classes. The most frequent one is first.</summary>
    /// <param name="labels">The names of the classes.</param>
    /// <param name="codes">The class of each row or sequence.</param>
    public static IReadOnlyList<ClassShare> Count(IReadOnlyList<string> labels, IEnumerable<int> codes)
    {
        var (counts, total) = (new int[labels.Count], 0);
        foreach (var code in codes)
        {
            counts[code]++;
            total++;
        }

        return [.. counts
            .Select((count, label) => new ClassShare(labels[label], count, total == 0 ? 0 : (double)count / total))
            .OrderByDescending(share => share.Count)];
    }
}
