namespace MlNetRecurrent;

/// <summary>One recurrent layer: [batch, time, input] in, [batch, time, directions * hidden] out.</summary>
public sealed record LayerDescription
{
    /// <summary>The kind of cell.</summary>
    public required RecurrentCell Cell { get; init; }

    /// <summary>Values per time step that the layer reads, at least 1.</summary>
    public required int InputSize { get; init; }

    /// <summary>Hidden units of each direction, at least 1.</summary>
    public required int HiddenSize { get; init; }

    /// <summary>The order in which the layer walks through time.</summary>
    /// <value>Default: <see cref="SequenceDirection.Forward"/>.</value>
    public SequenceDirection Direction { get; init; }

    /// <summary>Whether the layer has bias vectors.</summary>
    /// <value>Default: true.</value>
    public bool HasBias { get; init; } = true;

    /// <summary>1, or 2 for a bidirectional layer.</summary>
    public int DirectionCount => Direction == SequenceDirection.Bidirectional ? 2 : 1;

    /// <summary>Values per time step that the layer gives: directions * hidden.</summary>
    public int OutputSize => DirectionCount * HiddenSize;

    /// <summary>Trainable numbers as PyTorch counts them: input and recurrent weights, and two bias vectors.</summary>
    public long ParameterCount => (long)DirectionCount * Cell.Blocks.Count * HiddenSize * (InputSize + HiddenSize + (HasBias ? 2 : 0));

    /// <summary>Multiplications with an addition that a time step takes: those of the input and recurrent weights, one for each weight.</summary>
    public long MultiplyAddsPerStep => (long)DirectionCount * Cell.Blocks.Count * HiddenSize * (InputSize + HiddenSize);
}
