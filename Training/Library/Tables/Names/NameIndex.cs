namespace MlNetRecurrent.Training;

/// <summary>Finds names in a list, as <see cref="NameChecks.IndexOf"/> does, without comparing each name with all others.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, int> _exact;
    private readonly Lazy<Dictionary<string, int>> _similar;

    /// <summary>Creates the index of a list.</summary>
    public NameIndex(IReadOnlyList<string> names)
    {
        _exact = Create(names, StringComparer.Ordinal);
        _similar = new Lazy<Dictionary<string, int>>(() => Create(names, InvisibleText.Comparer));
    }

    /// <summary>
    /// Returns the index of a name: the one that is exactly the same, otherwise the one that looks the same; -1 if there is none.
    /// </summary>
    public int Find(string name) =>
        _exact.TryGetValue(name, out var index) || _similar.Value.TryGetValue(name, out index) ? index : -1;

    /// <summary>Returns the index of the name that is exactly the same; -1 if there is none.</summary>
    public int FindExact(string name) => _exact.TryGetValue(name, out var index) ? index : -1;

    // The first of equal names.
    private static Dictionary<string, int> Create(IReadOnlyList<string> names, IEqualityComparer<string> comparer)
    {
        var indices = new Dictionary<string, int>(names.Count, comparer);
        for (var index = 0; index < names.Count; index++)
            indices.TryAdd(names[index], index);
        return indices;
    }
}
