namespace MlNetRecurrent.EndToEnd.Architecture;

/// <summary>Which folders may use which, read from lines such as <c>Networks, Tokens &lt;- Cards &lt;- Onnx</c>.</summary>
/// <remarks>
/// Each name in a line may use all names to the left of the arrow before it, and everything that those may use.
/// Names between two arrows do not use each other unless another line says so. A line without an arrow declares names alone.
/// </remarks>
internal sealed class Arrows
{
    private readonly Dictionary<string, HashSet<string>> _below = [];

    /// <summary>Reads the lines of a declaration.</summary>
    /// <exception cref="ArgumentException">The arrows go in a circle.</exception>
    public Arrows(string declaration)
    {
        foreach (var line in declaration.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            Add([.. line.Split("<-").Select(group => group.Split(',', StringSplitOptions.TrimEntries))]);
        Close();
        if (_below.Where(entry => entry.Value.Contains(entry.Key)).Select(entry => entry.Key).ToList() is { Count: > 0 } circle)
            throw new ArgumentException($"The declared arrows go in a circle: {string.Join(", ", circle)}.", nameof(declaration));
    }

    /// <summary>All names of the declaration.</summary>
    public IEnumerable<string> Names => _below.Keys;

    /// <summary>Whether what has one name may use what has another; everything may use itself.</summary>
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
