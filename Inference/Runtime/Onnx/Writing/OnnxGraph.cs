using System.Runtime.InteropServices;
using Google.Protobuf;

namespace MlNetRecurrent.Onnx;

/// <summary>Builds an ONNX graph node by node. Every value has a name; each method returns the name of the value that it adds.</summary>
internal sealed class OnnxGraph(string name)
{
    private readonly Dictionary<string, int> _nodes = [];
    private readonly HashSet<string> _constants = [];

    /// <summary>The graph that has been built so far.</summary>
    public GraphProto Graph { get; } = new() { Name = name };

    /// <summary>Adds a node with one output.</summary>
    /// <param name="operation">The operator.</param>
    /// <param name="inputs">The names of the inputs; an empty name omits an optional input.</param>
    /// <param name="output">The name of the output, or null to derive it from the operator.</param>
    /// <param name="attributes">The operator's attributes.</param>
    public string AddNode(string operation, string[] inputs, string? output = null, params ReadOnlySpan<AttributeProto> attributes) =>
        AddNodes(operation, inputs, [output ?? ""], attributes)[0];

    /// <summary>Adds a node; empty output names are derived from the operator.</summary>
    public string[] AddNodes(string operation, string[] inputs, string[] outputs, params ReadOnlySpan<AttributeProto> attributes)
    {
        var count = _nodes[operation] = _nodes.GetValueOrDefault(operation) + 1;
        var node = new NodeProto { OpType = operation, Name = $"{operation}_{count}" };
        node.Input.AddRange(inputs);
        string[] named = [.. outputs.Select((output, index) => output.Length > 0 ? output : $"{node.Name}_{index}")];
        node.Output.AddRange(named);
        foreach (var attribute in attributes)
            node.Attribute.Add(attribute);
        Graph.Node.Add(node);
        return named;
    }

    /// <summary>Adds a float constant.</summary>
    public string AddConstant(string name, ReadOnlySpan<float> values, params long[] dimensions) =>
        AddConstant(name, TensorProto.Types.DataType.Float, MemoryMarshal.AsBytes(values), dimensions);

    /// <summary>Adds an int64 constant.</summary>
    public string AddConstant(string name, ReadOnlySpan<long> values, params long[] dimensions) =>
        AddConstant(name, TensorProto.Types.DataType.Int64, MemoryMarshal.AsBytes(values), dimensions);

    /// <summary>Adds an int32 constant.</summary>
    public string AddConstant(string name, ReadOnlySpan<int> values, params long[] dimensions) =>
        AddConstant(name, TensorProto.Types.DataType.Int32, MemoryMarshal.AsBytes(values), dimensions);

    /// <summary>Adds a constant of any type from its bytes.</summary>
    public string AddConstant(string name, TensorProto.Types.DataType type, ReadOnlySpan<byte> raw, params long[] dimensions)
    {
        // Raw data in ONNX is little-endian, as are all platforms on which LibTorch runs.
        var initializer = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(raw) };
        initializer.Dims.AddRange(dimensions);
        return AddConstant(initializer);
    }

    /// <summary>Adds a constant that is already stored as a tensor.</summary>
    public string AddConstant(TensorProto initializer)
    {
        Graph.Initializer.Add(initializer);
        _constants.Add(initializer.Name);
        return initializer.Name;
    }

    /// <summary>Whether there is a constant of that name.</summary>
    public bool HasConstant(string name) => _constants.Contains(name);

    /// <summary>Returns a constant that several nodes share, and adds it on first use.</summary>
    /// <param name="name">The name of the constant.</param>
    /// <param name="add">Adds the constant.</param>
    public string GetOrAdd(string name, Func<string, string> add) => HasConstant(name) ? name : add(name);

    /// <summary>Adds the mean of several values of the same shape; returns a single value unchanged.</summary>
    /// <param name="values">The values.</param>
    /// <param name="output">The name of the mean of several values, or null to derive it from the operator.</param>
    public string Mean(IReadOnlyList<string> values, string? output = null)
    {
        if (values.Count == 1)
            return values[0];
        var sum = values.Skip(1).Aggregate(values[0], (first, second) => AddNode("Add", [first, second]));
        return AddNode("Div", [sum, GetOrAdd("ensemble", name => AddConstant(name, [(float)values.Count]))], output);
    }

    /// <summary>Gathers the steps [batch, steps, size] of [batch, time, size] at the indices [batch, steps, 1] of each sequence.</summary>
    public string GatherSteps(string sequence, string indices) =>
        AddNode("GatherND", [sequence, indices], null, CreateAttribute("batch_dims", 1));

    /// <summary>int64 [horizon]: 0, 1, 2, ...</summary>
    public string HorizonSteps(int horizon) =>
        GetOrAdd("horizon.steps", name => AddConstant(name, [.. Enumerable.Range(0, horizon).Select(step => (long)step)], horizon));

    /// <summary>The constant 0.</summary>
    public string Zero => GetOrAdd("zero", name => AddConstant(name, [0f]));

    /// <summary>A constant vector of int64, named after its values and added on first use.</summary>
    public string Shape(params long[] values)
    {
        var name = $"shape.{string.Join('.', values)}";
        return HasConstant(name) ? name : AddConstant(name, values.AsSpan(), values.Length);
    }

    /// <summary>Declares an input; a dimension is a number or a name.</summary>
    public void AddInput(string name, TensorProto.Types.DataType type, params object[] dimensions) =>
        Graph.Input.Add(Declaration(name, type, dimensions));

    /// <summary>Declares an output; a dimension is a number or a name.</summary>
    public void AddOutput(string name, TensorProto.Types.DataType type, params object[] dimensions) =>
        Graph.Output.Add(Declaration(name, type, dimensions));

    /// <summary>Creates an attribute with an integer.</summary>
    public static AttributeProto CreateAttribute(string name, long value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Int, I = value };

    /// <summary>Creates an attribute with a float.</summary>
    public static AttributeProto CreateAttribute(string name, float value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.Float, F = value };

    /// <summary>Creates an attribute with a list of floats.</summary>
    public static AttributeProto CreateAttribute(string name, ReadOnlySpan<float> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Floats };
        attribute.Floats.AddRange(values);
        return attribute;
    }

    /// <summary>Creates an attribute with a list of integers.</summary>
    public static AttributeProto CreateAttribute(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    /// <summary>Creates an attribute with a string.</summary>
    public static AttributeProto CreateAttribute(string name, string value) =>
        new() { Name = name, Type = AttributeProto.Types.AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    /// <summary>Creates an attribute with a list of strings.</summary>
    public static AttributeProto CreateAttribute(string name, IEnumerable<string> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Strings };
        attribute.Strings.AddRange(values.Select(ByteString.CopyFromUtf8));
        return attribute;
    }

    private static ValueInfoProto Declaration(string name, TensorProto.Types.DataType type, object[] dimensions)
    {
        var shape = new TensorShapeProto();
        foreach (var dimension in dimensions)
        {
            shape.Dim.Add(dimension is string symbol
                ? new TensorShapeProto.Types.Dimension { DimParam = symbol }
                : new TensorShapeProto.Types.Dimension { DimValue = Convert.ToInt64(dimension, System.Globalization.CultureInfo.InvariantCulture) });
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)type, Shape = shape };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }
}
