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

    /// <summary>The number of directions: 2 for a bidirectional layer, otherwise 1.</summary>
    public int DirectionCount => Direction == SequenceDirection.Bidirectional ? 2 : 1;

    /// <summary>The number of output values per time step: directions * hidden.</summary>
    public int OutputSize => DirectionCount * HiddenSize;

    /// <summary>The number of trainable parameters as PyTorch counts them: input weights, recurrent weights and two bias vectors.</summary>
    public long ParameterCount => (long)DirectionCount * Cell.Blocks.Count * HiddenSize * (InputSize + HiddenSize + (HasBias ? 2 : 0));

    /// <summary>The number of multiply-adds per time step: one for each input or recurrent weight.</summary>
    public long MultiplyAddsPerStep => (long)DirectionCount * Cell.Blocks.Count * HiddenSize * (InputSize + HiddenSize);
}
