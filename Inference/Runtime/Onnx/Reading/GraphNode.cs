using Google.Protobuf;
using static MlNetRecurrent.Onnx.AttributeProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>A node with the values that it reads, and its attributes by their types.</summary>
internal sealed class GraphNode
{
    private readonly NodeProto _node;
    private readonly GraphValue?[] _inputs;
    private readonly Dictionary<string, AttributeProto> _attributes = [];

    public GraphNode(NodeProto node, long opset, GraphValue?[] inputs, FoldingBudget budget, ICollection<string> warnings)
    {
        _node = node;
        _inputs = inputs;
        Opset = opset;
        Budget = budget;
        Warnings = warnings;
        foreach (var attribute in node.Attribute)
        {
            if (!_attributes.TryAdd(attribute.Name, attribute))
                throw Fault($"attribute '{attribute.Name}' stands twice");
        }
    }

    public string Operator => _node.OpType;

    /// <summary>The name of the node, or of what it gives where it has none.</summary>
    public string Name => _node.Name.Length > 0 ? _node.Name : _node.Output.FirstOrDefault(output => output.Length > 0) ?? "";

    public long Opset { get; }

    public FoldingBudget Budget { get; }

    public ICollection<string> Warnings { get; }

    public int InputCount => _inputs.Length;

    public int OutputCount => _node.Output.Count;

    public IEnumerable<string> AttributeNames => _attributes.Keys;

    /// <summary>The value of an input, or null where it is left out.</summary>
    public GraphValue? Input(int index) => index < _inputs.Length ? _inputs[index] : null;

    public IEnumerable<GraphValue> Inputs => _inputs.OfType<GraphValue>();

    public GraphValue Required(int index) => Input(index) ?? throw Fault($"input {index} is missing");

    public ConstantTensor Constant(int index) => Input(index) is ConstantValue constant
        ? constant.Tensor
        : throw Fault($"input {index} is not constant");

    /// <summary>The constant of an input, or null where the input is left out.</summary>
    public ConstantTensor? OptionalConstant(int index) => Input(index) is null ? null : Constant(index);

    public SignalValue Signal(int index) => Input(index) as SignalValue ?? throw Fault($"input {index} is not a sequence, a state or an answer");

    public RecurrentModelException Fault(string fault) => new($"{_node.OpType} node '{Name}': {fault}.");

    public bool Has(string name) => _attributes.ContainsKey(name);

    public long? Integer(string name) => Attribute(name, AttributeType.Int, attribute => attribute.HasI)?.I;

    public float? Number(string name) => Attribute(name, AttributeType.Float, attribute => attribute.HasF)?.F;

    public string? Text(string name) => Attribute(name, AttributeType.String, attribute => attribute.HasS)?.S.ToStringUtf8();

    public IReadOnlyList<long>? Integers(string name) => Attribute(name, AttributeType.Ints, attribute => attribute.Ints.Count > 0)?.Ints;

    public IReadOnlyList<float>? Numbers(string name) => Attribute(name, AttributeType.Floats, attribute => attribute.Floats.Count > 0)?.Floats;

    public IReadOnlyList<string>? Texts(string name) =>
        Attribute(name, AttributeType.Strings, attribute => attribute.Strings.Count > 0)?.Strings.Select(text => text.ToStringUtf8()).ToList();

    public TensorProto? Tensor(string name) => Attribute(name, AttributeType.Tensor, attribute => attribute.T is not null)?.T;

    /// <summary>A subgraph, as bytes.</summary>
    public ByteString? Graph(string name) => Attribute(name, AttributeType.Graph, attribute => attribute.HasG)?.G;

    /// <summary>Integers that older opsets take as an attribute and newer ones as an input.</summary>
    public IReadOnlyList<long>? IntegersOrInput(string name, int index) => Integers(name) ?? OptionalConstant(index)?.Numbers();

    // Writers of the format's first version leave the type out.
    private AttributeProto? Attribute(string name, AttributeType type, Func<AttributeProto, bool> given)
    {
        if (!_attributes.TryGetValue(name, out var attribute))
            return null;
        return attribute.Type == type && (given(attribute) || type is AttributeType.Ints or AttributeType.Strings or AttributeType.Floats)
            || attribute.Type == AttributeType.Undefined && given(attribute)
            ? attribute
            : throw Fault($"attribute '{name}' is {attribute.Type}, expected {type}");
    }
}
