using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// The weights that a network should have, found among the initializers of a graph by name and shape. Whether the graph is that of the network,
/// the caller finds out.
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
            // Values of no float type at all are damage, which reading names.
            var isOtherType = TensorValues.AreFloats(tensor!) && (DataType)tensor!.DataType != (isFloat32 ? DataType.Float : DataType.Float16);
            if (isOtherType || !tensor!.Dims.SequenceEqual(entry.Shape))
                return null;
            tensors.Add(entry.Name, tensor);
        }

        return new NamedWeights(network, tensors);
    }

    /// <summary>A weight as it is stored, under the name of its entry; its bytes are not copied.</summary>
    public TensorProto Tensor(WeightEntry entry)
    {
        var tensor = _tensors[entry.Name].Clone();
        tensor.Name = entry.Name;
        // What is float16 in a file is float32 until the graph is finished.
        if ((DataType)tensor.DataType == DataType.Float16)
            tensor.DataType = (int)DataType.Float;
        return tensor;
    }

    /// <summary>Whether a weight of that name is stored as float16; null where there is no weight of that name.</summary>
    public bool? IsFloat16(string name) => _tensors.TryGetValue(name, out var tensor) ? (DataType)tensor.DataType == DataType.Float16 : null;

    /// <summary>Copies the values.</summary>
    /// <exception cref="RecurrentModelException">A weight is damaged, or holds a NaN or an infinity.</exception>
    public NetworkWeights Read()
    {
        // A damaged shape may say more values than the file has bytes: room is made for those that are there.
        foreach (var tensor in _tensors.Values)
            Check(tensor, tensor.Name);
        var weights = WeightList.Allocate(_network);
        foreach (var entry in WeightList.Of(_network))
        {
            var values = entry.Values(weights).Span;
            TensorValues.CopyFloats(_tensors[entry.Name], entry.Name, values);
            if (TensorValues.FirstNotFinite(values) >= 0)
                throw new RecurrentModelException($"The weight '{entry.Name}' holds a NaN or an infinity.");
        }

        return weights;
    }

    private static void Check(TensorProto tensor, string name)
    {
        TensorValues.CheckInside(tensor, name);
        TensorValues.CheckType(tensor, name);
        if (!TensorValues.AreFloats(tensor))
            throw new RecurrentModelException($"tensor '{name}' holds integers, expected floats");
        TensorShape.CheckFilled(tensor, name, TensorShape.Count(tensor, name), TensorShape.ElementSize(tensor)!.Value);
    }
}
