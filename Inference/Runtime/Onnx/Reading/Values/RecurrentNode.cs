namespace MlNetRecurrent.Onnx;

/// <summary>An RNN, LSTM or GRU node of a graph with its weights and inputs.</summary>
internal sealed class RecurrentNode
{
    /// <summary>The name in error messages.</summary>
    public required string Name { get; init; }

    public required RecurrentCell Cell { get; init; }

    /// <summary>How the cells differ from the standard ones; null if they do not.</summary>
    public required CellVariant? Variant { get; init; }

    public required int InputSize { get; init; }

    public required int HiddenSize { get; init; }

    /// <summary>The order of time steps in each direction: forward or reverse.</summary>
    public required IReadOnlyList<SequenceDirection> Directions { get; init; }

    /// <summary>W [directions, blocks * hidden, input].</summary>
    public required float[] Input { get; init; }

    /// <summary>R [directions, blocks * hidden, hidden].</summary>
    public required float[] Recurrent { get; init; }

    /// <summary>B [directions, 2 * blocks * hidden], or null.</summary>
    public required float[]? Bias { get; init; }

    /// <summary>P [directions, 3 * hidden], or null.</summary>
    public required float[]? Peepholes { get; init; }

    /// <summary>The trained initial hidden states [directions, hidden], or null for zeros.</summary>
    public required float[]? InitialHidden { get; init; }

    /// <summary>The trained initial cell states [directions, hidden], or null for zeros.</summary>
    public required float[]? InitialCell { get; init; }

    /// <summary>The input at every time step.</summary>
    public required SignalContent Source { get; init; }

    public required AxisFactor Time { get; init; }

    /// <summary>The batch axis, or null if the graph processes one sequence without a batch axis.</summary>
    public required AxisFactor? Batch { get; init; }

    /// <summary>The inputs of the graph that set the initial states.</summary>
    public required IReadOnlyList<string> StateInputs { get; init; }

    /// <summary>The batch size of the constant initial states, or null if any batch size is allowed.</summary>
    public required long? StateBatch { get; init; }

    /// <summary>The input of the graph that provides the sequence lengths, or null.</summary>
    public required string? LengthsInput { get; init; }

    /// <summary>The weights of one direction, with a bias of zeros if a bias is requested and the node has none.</summary>
    public LayerWeights GetWeights(int direction, bool withBias) => new(
        Part(Input, direction),
        Part(Recurrent, direction),
        !withBias ? null : Bias is null ? new float[2 * Cell.Blocks.Count * HiddenSize] : Part(Bias, direction))
    {
        Peepholes = Peepholes is null ? null : Part(Peepholes, direction),
    };

    /// <summary>The trained initial state of one direction, or zeros.</summary>
    public float[] GetInitialState(int direction, bool isCell) =>
        (isCell ? InitialCell : InitialHidden) is { } state ? Part(state, direction) : new float[HiddenSize];

    private float[] Part(float[] values, int direction)
    {
        var size = values.Length / Directions.Count;
        return values[(direction * size)..((direction + 1) * size)];
    }
}
