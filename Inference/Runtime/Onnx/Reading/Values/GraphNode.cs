namespace MlNetRecurrent.Onnx;

/// <summary>A node with its input values.</summary>
internal sealed class GraphNode : OnnxNode
{
    private readonly NodeProto _proto;
    private readonly GraphValue?[] _inputs;

    public GraphNode(NodeProto node, long opset, GraphValue?[] inputs, FoldingBudget budget, ICollection<string> warnings)
        : base(node, opset)
    {
        _proto = node;
        _inputs = inputs;
        Budget = budget;
        Warnings = warnings;
    }

    public FoldingBudget Budget { get; }

    public ICollection<string> Warnings { get; }

    /// <summary>Collects the inputs whose values select the last step of each sequence.</summary>
    public ICollection<string> LengthsInputs { get; init; } = [];

    public int InputCount => _inputs.Length;

    public IEnumerable<GraphValue> Inputs => _inputs.OfType<GraphValue>();

    /// <summary>The same node with another value for an input.</summary>
    public GraphNode WithInput(int index, GraphValue value) =>
        new(_proto, Opset, [.. _inputs.Select((input, other) => other == index ? value : input)], Budget, Warnings)
        {
            LengthsInputs = LengthsInputs,
        };

    /// <summary>The value of an input, or null if it is omitted.</summary>
    public GraphValue? Input(int index) => index < _inputs.Length ? _inputs[index] : null;

    public GraphValue RequireInput(int index) => Input(index) ?? throw CreateError($"input {index} is missing");

    public ConstantTensor Constant(int index) => Input(index) is ConstantValue constant
        ? constant.Tensor
        : throw CreateError($"input {index} is not constant");

    /// <summary>The constant of an input, or null if the input is omitted.</summary>
    public ConstantTensor? OptionalConstant(int index) => Input(index) is null ? null : Constant(index);

    public SignalValue Signal(int index) =>
        Input(index) as SignalValue ?? throw CreateError($"input {index} is not a sequence, a state or an output");

    protected override IReadOnlyList<long>? InputIntegers(int index) => OptionalConstant(index)?.GetIntegers();
}
