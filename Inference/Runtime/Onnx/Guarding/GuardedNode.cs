namespace MlNetRecurrent.Onnx;

/// <summary>A node with the sizes of the values that it reads, and what it costs beside the values that it gives.</summary>
internal sealed class GuardedNode(GraphNode node)
{
    /// <summary>The node's attributes.</summary>
    public GraphNode Graph => node;

    public string Operator => node.Operator;

    public int OutputCount => node.OutputCount;

    public IReadOnlyList<GuardedValue> Inputs => [.. node.Inputs.Cast<GuardedValue>()];

    /// <summary>Multiplications.</summary>
    public Size Work { get; set; } = Size.Of(0);

    /// <summary>Numbers that a host keeps beside the values: weights in an order of its own.</summary>
    public Size Kept { get; set; } = Size.Of(0);

    /// <summary>Numbers that a host needs while the node runs.</summary>
    public Size Scratch { get; set; } = Size.Of(0);

    public GuardedValue? Input(int index) => (GuardedValue?)node.Input(index);

    public GuardedValue Required(int index) => (GuardedValue)node.Required(index);

    public Size[] Dimensions(int index) => Required(index).Dimensions ?? throw Fault($"reads input {index}, whose number of axes depends on what is fed");

    /// <summary>Numbers that are the same whatever is fed, of an input.</summary>
    public long[] Integers(int index) => [.. Sizes(index).Select(size => size.Number is { } number and >= long.MinValue and <= long.MaxValue && number == Math.Truncate(number)
        ? (long)number
        : throw Fault($"input {index} depends on the sizes that are fed"))];

    /// <summary>Integers that older opsets take as an attribute and newer ones as an input; null where both are left out.</summary>
    public IReadOnlyList<long>? IntegersOrInput(string name, int index) => node.Integers(name) ?? (Input(index) is null ? null : Integers(index));

    /// <summary>Numbers that may depend on sizes that are fed, but not on values.</summary>
    public Size[] Sizes(int index) => Required(index).Numbers
        ?? throw Fault($"takes a shape or places from input {index}, whose numbers are fed, computed or more than {GuardedValue.MostNumbers}");

    public int Axis(long axis, int rank) => AxisArguments.Axis(node, axis, rank);

    public RecurrentModelException Fault(string fault) => node.Fault(fault);
}
