namespace MlNetRecurrent.Onnx;

/// <summary>A node with the sizes of the values that it reads, and what it costs beside the values that it gives.</summary>
internal sealed class SizedNode : OnnxNode
{
    private readonly SizedValue?[] _inputs;

    public SizedNode(NodeProto node, long opset, SizedValue?[] inputs)
        : base(node, opset)
    {
        _inputs = inputs;
    }

    public IReadOnlyList<SizedValue> Inputs => [.. _inputs.OfType<SizedValue>()];

    /// <summary>Multiplications.</summary>
    public SymbolicSize Work { get; set; } = SymbolicSize.FromNumber(0);

    /// <summary>Numbers that a host keeps beside the values: weights in an order of its own.</summary>
    public SymbolicSize Kept { get; set; } = SymbolicSize.FromNumber(0);

    /// <summary>Numbers that a host needs while the node runs.</summary>
    public SymbolicSize Scratch { get; set; } = SymbolicSize.FromNumber(0);

    public SizedValue? Input(int index) => index < _inputs.Length ? _inputs[index] : null;

    public SizedValue Required(int index) => Input(index) ?? throw CreateError($"input {index} is missing");

    public SymbolicSize[] Dimensions(int index) => Required(index).Dimensions ?? throw CreateError($"reads input {index}, whose number of axes depends on what is fed");

    /// <summary>Numbers that are the same whatever is fed, of an input.</summary>
    public long[] Integers(int index) => [.. Sizes(index).Select(size => size.Number is { } number and >= long.MinValue and <= long.MaxValue && number == Math.Truncate(number)
        ? (long)number
        : throw CreateError($"input {index} depends on the sizes that are fed"))];

    /// <summary>Numbers that may depend on sizes that are fed, but not on values.</summary>
    public SymbolicSize[] Sizes(int index) => Required(index).Elements
        ?? throw CreateError($"takes a shape or places from input {index}, whose numbers are fed, computed or more than {SizedValue.MaxElements}");

    public int Axis(long axis, int rank) => AxisArguments.Axis(this, axis, rank);

    protected override IReadOnlyList<long>? InputIntegers(int index) => Input(index) is null ? null : Integers(index);
}
