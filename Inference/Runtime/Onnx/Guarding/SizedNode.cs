namespace MlNetRecurrent.Onnx;

/// <summary>A node with the sizes of its inputs, and its cost in addition to its outputs.</summary>
internal sealed class SizedNode : OnnxNode
{
    private readonly SizedValue?[] _inputs;

    public SizedNode(NodeProto node, long opset, SizedValue?[] inputs)
        : base(node, opset)
    {
        _inputs = inputs;
    }

    public IReadOnlyList<SizedValue> Inputs => [.. _inputs.OfType<SizedValue>()];

    /// <summary>The number of multiplications.</summary>
    public SymbolicSize Work { get; set; } = SymbolicSize.FromNumber(0);

    /// <summary>The number of values that a host keeps in addition to the outputs: reordered copies of weights.</summary>
    public SymbolicSize Kept { get; set; } = SymbolicSize.FromNumber(0);

    /// <summary>The number of temporary values that a host needs while the node runs.</summary>
    public SymbolicSize Scratch { get; set; } = SymbolicSize.FromNumber(0);

    public SizedValue? Input(int index) => index < _inputs.Length ? _inputs[index] : null;

    public SizedValue RequireInput(int index) => Input(index) ?? throw CreateError($"input {index} is missing");

    public SymbolicSize[] Dimensions(int index) =>
        RequireInput(index).Dimensions ?? throw CreateError($"the rank of input {index} depends on the inputs of the graph");

    /// <summary>The integers of an input that do not depend on the inputs of the graph.</summary>
    public long[] Integers(int index) =>
    [
        .. Sizes(index).Select(size => size.Number is { } number and >= long.MinValue and <= long.MaxValue && number == Math.Truncate(number)
            ? (long)number
            : throw CreateError($"input {index} depends on the inputs of the graph, expected constant integers")),
    ];

    /// <summary>The elements of an input; they may depend on the sizes of the graph's inputs, but not on their values.</summary>
    public SymbolicSize[] Sizes(int index) => RequireInput(index).Elements
        ?? throw CreateError(
            $"takes a shape or indices from input {index}, "
            + $"whose values come from the graph's inputs, are computed, or are more than {SizedValue.MaxElements}");

    public int Axis(long axis, int rank) => AxisArguments.Axis(this, axis, rank);

    protected override IReadOnlyList<long>? InputIntegers(int index) => Input(index) is null ? null : Integers(index);
}
