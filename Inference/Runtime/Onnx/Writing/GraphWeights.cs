using System.Runtime.InteropServices;
using Google.Protobuf;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Adds weights to a graph by their names, each once.</summary>
internal sealed class GraphWeights
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, WeightEntry> _entries;
    private readonly Func<WeightEntry, TensorProto> _tensors;

    /// <param name="graph">Takes the weights.</param>
    /// <param name="entries">The weights that there are.</param>
    /// <param name="tensors">A weight as it is stored, under the name of its entry.</param>
    public GraphWeights(OnnxGraph graph, IEnumerable<WeightEntry> entries, Func<WeightEntry, TensorProto> tensors)
    {
        _graph = graph;
        _entries = entries.ToDictionary(entry => entry.Name);
        _tensors = tensors;
    }

    /// <summary>Stores the weights of a network.</summary>
    public static Func<WeightEntry, TensorProto> Store(NetworkWeights weights) => entry =>
    {
        var tensor = new TensorProto
        {
            Name = entry.Name,
            DataType = (int)DataType.Float,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(entry.Values(weights).Span)),
        };
        tensor.Dims.AddRange(entry.Shape);
        return tensor;
    };

    /// <summary>Whether the network has a weight of that name.</summary>
    public bool Has(string name) => _entries.ContainsKey(name);

    /// <summary>Adds a weight where it is not there yet, and gives its name back.</summary>
    public string Add(string name)
    {
        var entry = _entries[name];
        return _graph.HasConstant(name) ? name : _graph.AddConstant(_tensors(entry));
    }
}
