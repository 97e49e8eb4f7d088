namespace MlNetRecurrent.Onnx;

/// <summary>An RNN, LSTM or GRU node of a graph: what it computes, and what it reads.</summary>
internal sealed class RecurrentNode
{
    /// <summary>What errors call it.</summary>
    public required string Name { get; init; }

    public required RecurrentCell Cell { get; init; }

    public required int InputSize { get; init; }

    public required int HiddenSize { get; init; }

    /// <summary>The way through time of each direction, forward or reverse.</summary>
    public required IReadOnlyList<SequenceDirection> Directions { get; init; }

    /// <summary>W [directions, blocks * hidden, input].</summary>
    public required float[] Input { get; init; }

    /// <summary>R [directions, blocks * hidden, hidden].</summary>
    public required float[] Recurrent { get; init; }

    /// <summary>B [directions, 2 * blocks * hidden], or null.</summary>
    public required float[]? Bias { get; init; }

    /// <summary>What it reads at every time step.</summary>
    public required SignalContent Source { get; init; }

    public required AxisFactor Time { get; init; }

    /// <summary>Null where the graph takes one sequence without a batch axis.</summary>
    public required AxisFactor? Batch { get; init; }

    /// <summary>Inputs of the graph that set its initial states.</summary>
    public required IReadOnlyList<string> StateInputs { get; init; }

    /// <summary>How many sequences its constant initial states are for, or null where any number may come.</summary>
    public required long? StateBatch { get; init; }

    /// <summary>The input of the graph that gives its lengths, or null.</summary>
    public required string? LengthsInput { get; init; }

    /// <summary>The numbers of one direction; a bias of zeros where the node has none.</summary>
    public LayerWeights GetWeights(int direction, bool withBias) => new(
        Part(Input, direction),
        Part(Recurrent, direction),
        !withBias ? null : Bias is null ? new float[2 * Cell.Blocks.Count * HiddenSize] : Part(Bias, direction));

    private float[] Part(float[] values, int direction)
    {
        var size = values.Length / Directions.Count;
        return values[(direction * size)..((direction + 1) * size)];
    }
}
