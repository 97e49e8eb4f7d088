using System.Runtime.InteropServices;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads the weights of a file that this product wrote by the names that it gives them. Which network they belong to the model card says; that the
/// graph is the one of that network is for the caller to find out.
/// </summary>
internal sealed class NamedWeights
{
    private readonly Dictionary<string, TensorProto> _tensors = [];
    private bool _complete = true;

    private NamedWeights(GraphProto graph)
    {
        foreach (var tensor in graph.Initializer)
            _tensors.TryAdd(tensor.Name, tensor);
    }

    /// <summary>The weights, or null where one of them is missing or has not the size that the network says.</summary>
    /// <exception cref="RecurrentModelException">A weight is damaged, or holds a NaN or an infinity.</exception>
    public static NetworkWeights? Find(GraphProto graph, NetworkDescription network)
    {
        var named = new NamedWeights(graph);
        var weights = named.Take(network);
        return named._complete ? weights : null;
    }

    private NetworkWeights Take(NetworkDescription network) =>
        NetworkWeights.Join([.. Enumerable.Range(0, network.Ensemble).Select(member => Take(network, RecurrentNames.Member(network, member)))]) with
        {
            InputScale = network.Normalization != InputNormalization.None
                ? Scale(RecurrentNames.InputMean, RecurrentNames.InputDeviation, network.Columns)
                : null,
            KnownScale = network.Normalization != InputNormalization.None && network.Known > 0
                ? Scale(RecurrentNames.KnownMean, RecurrentNames.KnownDeviation, network.Known)
                : null,
            TargetScale = network.Normalization == InputNormalization.Standard && network.Task == RecurrentTask.Forecast
                ? Scale(RecurrentNames.TargetMean, RecurrentNames.TargetDeviation, network.Targets)
                : null,
            QuantileShift = network.Quantiles.Count > 0
                ? Take(RecurrentNames.QuantileShift, network.Horizon, network.Targets, network.Quantiles.Count)
                : null,
        };

    private NetworkWeights Take(NetworkDescription network, string member) => new()
    {
        Embedding = network.Embedding is { } table ? Take(member + RecurrentNames.Embedding, table.Vocabulary, table.Size) : null,
        Layers = [.. network.Layers.Select((layer, index) => Take(network, layer, member + RecurrentNames.Layer(index)))],
        HeadWeight = network.HasHead ? Take(member + RecurrentNames.HeadWeight, network.Width, network.HeadSize) : null,
        HeadBias = network.HasHead ? Take(member + RecurrentNames.HeadBias, network.HeadSize) : null,
    };

    private LayerWeights Take(NetworkDescription network, LayerDescription layer, string prefix)
    {
        var rows = (long)layer.Cell.Blocks.Count * layer.HiddenSize;
        return new LayerWeights(
            Take($"{prefix}.W", layer.Directions, rows, layer.InputSize),
            Take($"{prefix}.R", layer.Directions, rows, layer.HiddenSize),
            layer.Bias ? Take($"{prefix}.B", layer.Directions, 2 * rows) : null)
        {
            Norm = !network.LayerNormalization ? null : new NormWeights(
                Take(RecurrentNames.NormScale(prefix), layer.OutputSize),
                Take(RecurrentNames.NormShift(prefix), layer.OutputSize)),
        };
    }

    private AffineScale Scale(string mean, string deviation, long size) => new(Take(mean, size), Take(deviation, size));

    private float[] Take(string name, params long[] dimensions)
    {
        var tensor = _tensors.GetValueOrDefault(name) ?? _tensors.GetValueOrDefault(RecurrentNames.Float16(name));
        if (tensor is null || !tensor.Dims.SequenceEqual(dimensions))
        {
            _complete = false;
            return [];
        }

        var numbers = tensor.DataType == (int)DataType.Float16 ? Widened(tensor) : TensorReader.Read(tensor).FloatArray;
        return !numbers.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue)
            ? numbers
            : throw new RecurrentModelException($"The weight '{name}' holds a NaN or an infinity.");
    }

    private static float[] Widened(TensorProto tensor)
    {
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        if (halves.Length != tensor.Dims.Aggregate(1L, (product, size) => product * size))
            throw new RecurrentModelException($"The weight '{tensor.Name}' holds {halves.Length} numbers, but its shape says [{string.Join(", ", tensor.Dims)}].");
        var numbers = new float[halves.Length];
        for (var index = 0; index < numbers.Length; index++)
            numbers[index] = (float)halves[index];
        return numbers;
    }
}
