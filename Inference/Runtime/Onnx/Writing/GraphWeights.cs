using System.Runtime.InteropServices;
using Google.Protobuf;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Adds weights to a graph by name, each only once.</summary>
internal sealed class GraphWeights
{
    private readonly OnnxGraph _graph;
    private readonly Dictionary<string, WeightEntry> _entries;
    private readonly Func<WeightEntry, TensorProto> _tensors;

    /// <param name="graph">The graph to which weights are added.</param>
    /// <param name="entries">The available weights.</param>
    /// <param name="tensors">Returns the stored tensor of an entry, under the name of the entry.</param>
    public GraphWeights(OnnxGraph graph, IEnumerable<WeightEntry> entries, Func<WeightEntry, TensorProto> tensors)
    {
        _graph = graph;
        _entries = entries.ToDictionary(entry => entry.Name);
        _tensors = tensors;
    }

    /// <summary>Creates a function that stores the weights of a network as tensors.</summary>
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

    /// <summary>Adds a weight unless it has been added already, and returns its name.</summary>
    public string Add(string name)
    {
        var entry = _entries[name];
        return _graph.HasConstant(name) ? name : _graph.AddConstant(_tensors(entry));
    }
}
