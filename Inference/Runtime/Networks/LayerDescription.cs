namespace MlNetRecurrent;

/// <summary>One recurrent layer: [batch, time, input] in, [batch, time, directions * hidden] out.</summary>
public sealed record LayerDescription
{
    /// <summary>The kind of cell.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>The number of input values per time step, at least 1.</summary>
    public required int InputSize { get; init; }

    /// <summary>The number of hidden units in each direction, at least 1.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The order in which the layer processes the time steps.</summary>
    /// <value>Default: <see cref="SequenceDirection.Forward"/>.</value>
    public SequenceDirection Direction { get; init; }

    /// <summary>Whether the layer has bias vectors.</summary>
    /// <value>Default: true.</value>
    public bool HasBias { get; init; } = true;

    /// <summary>
    /// The linear layers and convolutions between the previous recurrent layer, or the input of the network, and this layer; first to last.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<LinearLayerDescription> InputLayers { get; init; } = [];

    /// <summary>How the cells differ from those that <see cref="Cell"/> defines; null if they do not.</summary>
    /// <value>Default: null.</value>
    public CellVariant? Variant { get; init; }

    /// <summary>The number of directions: 2 for a bidirectional layer, otherwise 1.</summary>
    public int DirectionCount => Direction == SequenceDirection.Bidirectional ? 2 : 1;

    /// <summary>The number of output values per time step: directions * hidden.</summary>
    public int OutputSize => DirectionCount * HiddenSize;

    /// <summary>The number of values per time step that enter the layer: those of its first input layer, or <see cref="InputSize"/>.</summary>
    internal int SourceSize => InputLayers.Count > 0 ? InputLayers[0].InputSize : InputSize;

    /// <summary>
    /// The number of time steps by which the output of the layer is shorter than its input, because of convolutions. Does not allocate.
    /// </summary>
    internal int LostSteps
    {
        get
        {
            var lost = 0;
            for (var layer = 0; layer < InputLayers.Count; layer++)
                lost += InputLayers[layer].LostSteps;
            return lost;
        }
    }

    /// <summary>
    /// The number of trainable parameters as PyTorch counts them: input weights, recurrent weights and two bias vectors; peepholes; and those of the
    /// layers before it.
    /// </summary>
    public long ParameterCount =>
        ((long)DirectionCount * Cell.Blocks.Count * HiddenSize * (InputSize + HiddenSize + (HasBias ? 2 : 0)))
        + (Variant is { HasPeepholes: true } ? 3L * OutputSize : 0)
        + InputLayers.Sum(layer => layer.ParameterCount);

    /// <summary>The number of multiply-adds per time step: one for each input or recurrent weight, also of the layers before it.</summary>
    public long MultiplyAddsPerStep =>
        ((long)DirectionCount * Cell.Blocks.Count * HiddenSize * (InputSize + HiddenSize))
        + InputLayers.Sum(layer => layer.ParameterCount - layer.OutputSize);
}
