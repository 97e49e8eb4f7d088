namespace MlNetRecurrent.Onnx;

/// <summary>A node with the sizes of the values that it reads, and what it costs beside the values that it gives.</summary>
internal sealed class GuardedNode : OnnxNode
{
    private readonly GuardedValue?[] _inputs;

    public GuardedNode(NodeProto node, long opset, GuardedValue?[] inputs)
        : base(node, opset)
    {
        _inputs = inputs;
    }

    public IReadOnlyList<GuardedValue> Inputs => [.. _inputs.OfType<GuardedValue>()];

    /// <summary>Multiplications.</summary>
    public Size Work { get; set; } = Size.Of(0);

    /// <summary>Numbers that a host keeps beside the values: weights in an order of its own.</summary>
    public Size Kept { get; set; } = Size.Of(0);

    /// <summary>Numbers that a host needs while the node runs.</summary>
    public Size Scratch { get; set; } = Size.Of(0);

    public GuardedValue? Input(int index) => index < _inputs.Length ? _inputs[index] : null;

    public GuardedValue Required(int index) => Input(index) ?? throw Fault($"input {index} is missing");

    public Size[] Dimensions(int index) => Required(index).Dimensions ?? throw Fault($"reads input {index}, whose number of axes depends on what is fed");

    /// <summary>Numbers that are the same whatever is fed, of an input.</summary>
    public long[] Integers(int index) => [.. Sizes(index).Select(size => size.Number is { } number and >= long.MinValue and <= long.MaxValue && number == Math.Truncate(number)
        ? (long)number
        : throw Fault($"input {index} depends on the sizes that are fed"))];

    /// <summary>Numbers that may depend on sizes that are fed, but not on values.</summary>
    public Size[] Sizes(int index) => Required(index).Numbers
        ?? throw Fault($"takes a shape or places from input {index}, whose numbers are fed, computed or more than {GuardedValue.MostNumbers}");

    public int Axis(long axis, int rank) => AxisArguments.Axis(this, axis, rank);

    protected override IReadOnlyList<long>? InputIntegers(int index) => Input(index) is null ? null : Integers(index);
}
