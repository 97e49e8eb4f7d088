namespace MlNetRecurrent.Engine;

/// <summary>Packs the parts of a network for one vector width.</summary>
/// <param name="network">The network.</param>
/// <param name="weights">Its weights.</param>
/// <param name="state">The layout of its states.</param>
/// <param name="width">The vector width.</param>
/// <param name="memory">The allocator of the packed weights.</param>
internal sealed class NetworkPacking(NetworkDescription network, NetworkWeights weights, StateLayout state, VectorWidth width, KernelMemory memory)
{
    /// <summary>Packs a direction of a layer.</summary>
    /// <param name="index">The index of the layer among those of all networks of the ensemble.</param>
    /// <param name="direction">The index of the direction in its layer.</param>
    /// <exception cref="RecurrentModelException">The layer has a cell that the kernels do not implement.</exception>
    public PackedDirection PackDirection(int index, int direction)
    {
        var (layer, part) = (network.Layers[index % network.Layers.Count], weights.Layers[index]);
        var rows = layer.Cell.Blocks.Count * layer.HiddenSize;
        var source = new StageWeights(
            Slice(part.Input, direction, rows * layer.InputSize),
            Slice(part.Recurrent, direction, rows * layer.HiddenSize),
            // B = [Wb, Rb]
            Slice(part.Bias, 2 * direction, rows),
            Slice(part.Bias, (2 * direction) + 1, rows));
        var reverse = layer.Direction == SequenceDirection.Reverse || direction == 1;
        var (hidden, cell) = (state.GetHiddenOffset(index, direction), state.GetCellOffset(index, direction));
        if (layer.Variant is not null)
        {
            var peepholes = Slice(part.Peepholes, direction, 3 * layer.HiddenSize);
            return new VariantDirection(layer, reverse, hidden, cell, source, peepholes.Span, width, memory);
        }

        var stages = CellStages.GetStages(layer.Cell);
        if (stages.Count == 0)
            throw new RecurrentModelException($"The managed engine does not support the cell '{layer.Cell}'.");
        return new StandardDirection(
            layer,
            reverse,
            hidden,
            cell,
            [.. stages.Select(stage => width.CreateKernel(
                stage,
                new PackedStage(stage.Lines, layer.HiddenSize, layer.InputSize, layer.HiddenSize, source, memory)))]);
    }

    /// <summary>Packs the linear layers and convolutions before a layer.</summary>
    /// <param name="index">The index of the layer among those of all networks of the ensemble.</param>
    public PackedLinear[] PackInputLayers(int index) =>
        Pack(network.Layers[index % network.Layers.Count].InputLayers, weights.Layers[index].InputLayers);

    /// <summary>Packs the hidden layers of the head of a network of the ensemble.</summary>
    public PackedLinear[] PackHeadLayers(int member) => Pack(network.HeadLayers, weights.Member(network, member).HeadLayers);

    /// <summary>Packs the output layer of a network of the ensemble.</summary>
    public PackedLinear PackOutputLayer(int member)
    {
        var part = weights.Member(network, member);
        var layer = new LinearLayerDescription
        {
            InputSize = network.OutputLayerInputSize,
            OutputSize = network.HeadOutputSize,
            Activation = network.OutputActivation,
        };
        return new PackedLinear(layer, new LinearWeights(part.HeadWeight!, part.HeadBias!), width, memory);
    }

    /// <summary>Creates the state from which sequences start, in the layout of states; null for zeros.</summary>
    public float[]? CreateInitialState() => weights.InitialHidden is null ? null : InitialState.Create(network, weights);

    private PackedLinear[] Pack(IReadOnlyList<LinearLayerDescription> layers, IReadOnlyList<LinearWeights> parts) =>
        [.. layers.Select((layer, index) => new PackedLinear(layer, parts[index], width, memory))];

    private static ReadOnlyMemory<float> Slice(float[]? values, int index, int size) =>
        values.AsMemory(values is null ? 0 : index * size, values is null ? 0 : size);
}
