using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// The weights of a network, found among the initializers of a graph by name and shape. The caller checks whether the graph is that of the
/// network.
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

    /// <summary>Finds the weights; null if one of them is missing or has a different type or shape.</summary>
    public static NamedWeights? Find(GraphProto graph, NetworkDescription network)
    {
        var initializers = new Dictionary<string, TensorProto>(graph.Initializer.Count);
        foreach (var tensor in graph.Initializer)
            initializers.TryAdd(tensor.Name, tensor);
        var tensors = new Dictionary<string, TensorProto>();
        foreach (var entry in WeightList.GetEntries(network))
        {
            var isFloat32 = initializers.TryGetValue(entry.Name, out var tensor);
            if (!isFloat32 && !initializers.TryGetValue(WeightNames.Float16(entry.Name), out tensor))
                return null;
            // A type other than a float type is damage, which Read reports.
            var isOtherType = TensorValues.AreFloats(tensor!) && (DataType)tensor!.DataType != (isFloat32 ? DataType.Float : DataType.Float16);
            if (isOtherType || !tensor!.Dims.SequenceEqual(entry.Shape))
                return null;
            tensors.Add(entry.Name, tensor);
        }

        return new NamedWeights(network, tensors);
    }

    /// <summary>A stored weight under the name of its entry; its bytes are not copied.</summary>
    public TensorProto Tensor(WeightEntry entry)
    {
        var tensor = _tensors[entry.Name].Clone();
        tensor.Name = entry.Name;
        // The writer uses float32; float16 is restored when the graph is complete.
        if ((DataType)tensor.DataType == DataType.Float16)
            tensor.DataType = (int)DataType.Float;
        return tensor;
    }

    /// <summary>Whether the weight of that name is stored as float16; null if there is no such weight.</summary>
    public bool? IsFloat16(string name) => _tensors.TryGetValue(name, out var tensor) ? (DataType)tensor.DataType == DataType.Float16 : null;

    /// <summary>Copies the values.</summary>
    /// <exception cref="RecurrentModelException">A weight is damaged, or contains a NaN or an infinity.</exception>
    public NetworkWeights Read()
    {
        // An invalid shape may require more values than the file has bytes, so all weights are checked before memory is allocated.
        foreach (var tensor in _tensors.Values)
            Check(tensor, tensor.Name);
        var weights = WeightList.Allocate(_network);
        foreach (var entry in WeightList.GetEntries(_network))
        {
            var values = entry.Values(weights).Span;
            TensorValues.CopyFloats(_tensors[entry.Name], entry.Name, values);
            if (TensorValues.FindNonFiniteIndex(values) >= 0)
                throw new RecurrentModelException($"The weight '{entry.Name}' holds a NaN or an infinity.");
        }

        return weights;
    }

    private static void Check(TensorProto tensor, string name)
    {
        TensorValues.CheckInModelFile(tensor, name);
        TensorValues.CheckType(tensor, name);
        if (!TensorValues.AreFloats(tensor))
            throw new RecurrentModelException($"tensor '{name}' holds integers, expected floats");
        TensorShape.CheckValueCount(tensor, name, TensorShape.CountValues(tensor, name), TensorShape.GetElementSize(tensor)!.Value);
    }
}
