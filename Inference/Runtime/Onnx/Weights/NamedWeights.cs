using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// The weights that a network should have, found among the initializers of a graph by name, type and shape. Whether the graph is that of the
/// network, the caller finds out.
/// </summary>
internal sealed class NamedWeights
{
    private readonly NetworkDescription _network;
    private readonly Dictionary<string, TensorProto> _tensors;

    private NamedWeights(NetworkDescription network, Dictionary<string, TensorProto> tensors)
    {
        _network = network;
        _tensors = tensors;
    }

    /// <summary>The weights, or null where one of them is missing or of another type or shape.</summary>
    public static NamedWeights? Find(GraphProto graph, NetworkDescription network)
    {
        var initializers = new Dictionary<string, TensorProto>(graph.Initializer.Count);
        foreach (var tensor in graph.Initializer)
            initializers.TryAdd(tensor.Name, tensor);
        var tensors = new Dictionary<string, TensorProto>();
        foreach (var entry in WeightList.Of(network))
        {
            var isFloat32 = initializers.TryGetValue(entry.Name, out var tensor);
            if (!isFloat32 && !initializers.TryGetValue(WeightNames.Float16(entry.Name), out tensor))
                return null;
            var type = isFloat32 ? DataType.Float : DataType.Float16;
            if ((DataType)tensor!.DataType != type || !tensor.HasRawData || !tensor.Dims.SequenceEqual(entry.Shape))
                return null;
            tensors.Add(entry.Name, tensor);
        }

        return new NamedWeights(network, tensors);
    }

    /// <summary>The tensor that stores a weight.</summary>
    public TensorProto Tensor(WeightEntry entry) => _tensors[entry.Name];

    /// <summary>Whether a weight of that name is stored as float16; null where there is no weight of that name.</summary>
    public bool? IsFloat16(string name) => _tensors.TryGetValue(name, out var tensor) ? (DataType)tensor.DataType == DataType.Float16 : null;

    /// <summary>Copies the values.</summary>
    /// <exception cref="RecurrentModelException">A weight is damaged, or holds a NaN or an infinity.</exception>
    public NetworkWeights Read()
    {
        // A damaged shape may say more values than the file has bytes: room is made for those that are there.
        foreach (var tensor in _tensors.Values)
            TensorShape.CheckFilled(tensor, tensor.Name, TensorShape.Count(tensor, tensor.Name), TensorShape.ElementSize(tensor)!.Value);
        var weights = WeightList.Allocate(_network);
        foreach (var entry in WeightList.Of(_network))
        {
            var values = entry.Values(weights).Span;
            TensorValues.CopyFloats(Tensor(entry), entry.Name, values);
            if (TensorValues.FirstNotFinite(values) >= 0)
                throw new RecurrentModelException($"The weight '{entry.Name}' holds a NaN or an infinity.");
        }

        return weights;
    }
}
