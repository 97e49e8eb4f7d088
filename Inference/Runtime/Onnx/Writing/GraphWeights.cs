using System.Runtime.InteropServices;
using Google.Protobuf;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Adds weights to a graph by their names, each once.</summary>
internal sealed class GraphWeights
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, WeightEntry> _entries;
    private readonly Func<WeightEntry, ByteString> _values;

    /// <param name="graph">Takes the weights.</param>
    /// <param name="entries">The weights that there are.</param>
    /// <param name="values">The stored values of a weight.</param>
    public GraphWeights(OnnxGraph graph, IEnumerable<WeightEntry> entries, Func<WeightEntry, ByteString> values)
    {
        _graph = graph;
        _entries = entries.ToDictionary(entry => entry.Name);
        _values = values;
    }

    /// <summary>The values of a weight among those of its network, as they are stored.</summary>
    public static Func<WeightEntry, ByteString> Stored(NetworkWeights weights) =>
        entry => ByteString.CopyFrom(MemoryMarshal.AsBytes(entry.Values(weights).Span));

    /// <summary>Whether the network has a weight of that name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Adds a weight where it is not there yet, and gives its name back.</summary>
    public string Add(string name)
    {
        var entry = _entries[name];
        return _graph.HasConstant(name) ? name : _graph.Constant(name, DataType.Float, _values(entry), [.. entry.Shape]);
    }
}
