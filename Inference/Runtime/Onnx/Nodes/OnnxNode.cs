using static MlNetRecurrent.Onnx.AttributeProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>A node of a graph with its operator and typed attributes. Derived classes add what they know about its inputs.</summary>
internal abstract class OnnxNode
{
    private readonly NodeProto _node;
    private readonly Dictionary<string, AttributeProto> _attributes = [];

    /// <param name="node">The stored node.</param>
    /// <param name="opset">The version of the standard ONNX operators that the file uses.</param>
    /// <exception cref="RecurrentModelException">An attribute is defined more than once.</exception>
    protected OnnxNode(NodeProto node, long opset)
    {
        _node = node;
        Opset = opset;
        foreach (var attribute in node.Attribute)
        {
            if (!_attributes.TryAdd(attribute.Name, attribute))
                throw CreateError($"attribute '{attribute.Name}' is defined more than once");
        }
    }

    public string Operator => _node.OpType;

    /// <summary>The name of the node, or of its first output if the node has no name.</summary>
    public string Name => _node.Name.Length > 0 ? _node.Name : _node.Output.FirstOrDefault(output => output.Length > 0) ?? "";

    public long Opset { get; }

    public int OutputCount => _node.Output.Count;

    public IEnumerable<string> AttributeNames => _attributes.Keys;

    public RecurrentModelException CreateError(string error) => new($"{_node.OpType} node '{Name}': {error}.");

    public bool Has(string name) => _attributes.ContainsKey(name);

    public long? GetInteger(string name) => Attribute(name, AttributeType.Int, attribute => attribute.HasI)?.I;

    public float? GetFloat(string name) => Attribute(name, AttributeType.Float, attribute => attribute.HasF)?.F;

    public string? GetString(string name) => Attribute(name, AttributeType.String, attribute => attribute.HasS)?.S.ToStringUtf8();

    public IReadOnlyList<long>? GetIntegers(string name) => Attribute(name, AttributeType.Ints, attribute => attribute.Ints.Count > 0)?.Ints;

    public IReadOnlyList<float>? GetFloats(string name) => Attribute(name, AttributeType.Floats, attribute => attribute.Floats.Count > 0)?.Floats;

    public IReadOnlyList<string>? GetStrings(string name) =>
        Attribute(name, AttributeType.Strings, attribute => attribute.Strings.Count > 0)?.Strings.Select(text => text.ToStringUtf8()).ToList();

    public TensorProto? GetTensor(string name) => Attribute(name, AttributeType.Tensor, attribute => attribute.T is not null)?.T;

    /// <summary>Integers that older opsets store in an attribute and newer ones in an input; null if both are omitted.</summary>
    public IReadOnlyList<long>? GetIntegersOrInput(string name, int index) => GetIntegers(name) ?? InputIntegers(index);

    /// <summary>The integers of an input that does not depend on the inputs of the graph, or null if the input is omitted.</summary>
    /// <exception cref="RecurrentModelException">The integers are unknown.</exception>
    protected abstract IReadOnlyList<long>? InputIntegers(int index);

    // The first version of the format has no attribute types.
    private AttributeProto? Attribute(string name, AttributeType type, Func<AttributeProto, bool> hasValue)
    {
        if (!_attributes.TryGetValue(name, out var attribute))
            return null;
        return attribute.Type == type && (hasValue(attribute) || type is AttributeType.Ints or AttributeType.Strings or AttributeType.Floats)
            || attribute.Type == AttributeType.Undefined && hasValue(attribute)
            ? attribute
            : throw CreateError($"attribute '{name}' is {attribute.Type}, expected {type}");
    }
}
