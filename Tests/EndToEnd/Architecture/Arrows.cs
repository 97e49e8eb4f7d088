namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Allowed dependencies between folders, parsed from lines such as <c>Networks, Tokens &lt;- Cards &lt;- Onnx</c>.</summary>
/// <remarks>
/// A name may use the names on the left of its arrow, and everything that those may use.
/// Names separated by commas are on the same level and may not use each other. A line without an arrow only declares names.
/// </remarks>
internal sealed class Arrows
{
    private readonly Dictionary<string, HashSet<string>> _below = [];

    /// <summary>Parses a declaration.</summary>
    /// <exception cref="ArgumentException">The arrows form a cycle.</exception>
    public Arrows(string declaration)
    {
        foreach (var line in declaration.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Add([.. line.Split("<-").Select(group => group.Split(',', StringSplitOptions.TrimEntries))]);
        Close();
        if (_below.Where(entry => entry.Value.Contains(entry.Key)).Select(entry => entry.Key).ToList() is { Count: > 0 } cycle)
            throw new ArgumentException($"The declared arrows form a cycle: {string.Join(", ", cycle)}.", nameof(declaration));
    }

    /// <summary>All names of the declaration.</summary>
    public IEnumerable<string> Names => _below.Keys;

    /// <summary>Whether one name may use another. Every name may use itself.</summary>
    public bool Allow(string user, string used) => user == used || (_below.TryGetValue(user, out var below) && below.Contains(used));

    private void Add(string[][] groups)
    {
        foreach (var name in groups.SelectMany(group => group))
            _below.TryAdd(name, []);
        for (var index = 1; index < groups.Length; index++)
        {
            foreach (var name in groups[index])
                _below[name].UnionWith(groups[index - 1]);
        }
    }

    private void Close()
    {
        bool grown;
        do
        {
            grown = false;
            foreach (var below in _below.Values)
            {
                var before = below.Count;
                below.UnionWith(below.SelectMany(name => _below[name]).ToList());
                grown |= below.Count > before;
            }
        }
        while (grown);
    }
}
