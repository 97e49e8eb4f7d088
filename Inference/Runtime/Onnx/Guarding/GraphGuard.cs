using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Finds out what a graph costs before anything runs it. A file of 84 bytes can ask a host for gigabytes, and use nothing but operators
/// that honest files use too, so the operators are listed and the size of every value is bounded, node by node: by the size of the file, and
/// times what is fed. Rules say how large values get, not what they mean, so that another use of a known operator needs no change here.
/// </summary>
internal sealed class GraphGuard
{
    /// <summary>Far above what recurrent networks are made of; hosts take long to load more.</summary>
    public const int MaxNodes = 3_000;

    private const int MaxInputsAndOutputs = 20_000;
    private const int MaxTensors = 4_000;
    private const int MaxAxes = 8;
    private const long OldestOpset = 7;
    private const long NewestOpset = 26;

    private readonly Dictionary<string, SizedValue> _values = [];
    // A dimension by its name; one without a name, and one of an input that may be left out, by its place.
    private readonly Dictionary<(string Name, int Axis), char> _symbols = [];
    private readonly Dictionary<string, SizedValue> _inputs = [];

    /// <summary>Checks a graph.</summary>
    /// <exception cref="RecurrentModelException">The graph is damaged, holds what is not on the list, or grows; the message names it, in a sentence.</exception>
    public static GraphSizes Check(ModelProto model)
    {
        var guard = new GraphGuard();
        return guard.Walk(model, Opset(model));
    }

    private static long Opset(ModelProto model)
    {
        var opset = OperatorSet.Required(model);
        if (opset is < OldestOpset or > NewestOpset)
            throw new RecurrentModelException($"The file means opset {opset}, expected {OldestOpset} to {NewestOpset}.");
        return opset;
    }

    private GraphSizes Walk(ModelProto model, long opset)
    {
        var graph = model.Graph;
        CheckParts(model);
        foreach (var tensor in graph.Initializer)
        {
            if (!_values.TryAdd(tensor.Name, TensorGuard.Check(tensor, tensor.Name) with { IsConstant = true }))
                throw new RecurrentModelException($"Initializer '{tensor.Name}' stands twice.");
        }

        var held = _values.Values.Sum(value => value.Total.AtOne)
            + graph.Node.SelectMany(node => node.Attribute).Sum(attribute => attribute.T is { } tensor ? TensorGuard.Check(tensor, attribute.Name).Total.AtOne : 0);
        foreach (var input in graph.Input)
            Input(input);
        var budget = new SizeBudget(held, _inputs.Values.Sum(input => input.Total.AtOne));
        foreach (var node in graph.Node)
            Node(node, opset, budget);
        var outputs = new Dictionary<string, SizedValue>();
        foreach (var output in graph.Output)
        {
            if (!outputs.TryAdd(output.Name, Value(output.Name, $"Output '{output.Name}' of the graph")))
                throw new RecurrentModelException($"Output '{output.Name}' stands twice.");
        }

        return new GraphSizes(_inputs, outputs);
    }

    private static void CheckParts(ModelProto model)
    {
        var graph = model.Graph;
        RequireAtMost(graph.Node.Count, MaxNodes, "nodes");
        RequireAtMost(graph.Initializer.Count, MaxTensors, "initializers");
        RequireAtMost(graph.Input.Count, MaxTensors, "inputs");
        RequireAtMost(graph.Output.Count, MaxTensors, "outputs");
        RequireAtMost(graph.Node.Sum(node => node.Input.Count + node.Output.Count), MaxInputsAndOutputs, "inputs and outputs of nodes");
        // What a host does with these is not followed here.
        RequireAtMost(graph.SparseInitializer.Count, 0, "sparse initializers");
        RequireAtMost(model.Functions.Count, 0, "functions of its own");
        RequireAtMost(model.TrainingInfo.Count, 0, "training graphs");
    }

    private static void RequireAtMost(int count, int most, string what)
    {
        if (count > most)
            throw new RecurrentModelException($"The graph has {count} {what}, expected {(most == 0 ? "none" : $"at most {most}")}.");
    }

    private void Input(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { Shape: { } shape } tensor || shape.Dim.Count > MaxAxes)
            throw new RecurrentModelException($"Input '{input.Name}' is not declared as a tensor with at most {MaxAxes} axes.");
        if ((DataType)tensor.ElemType is DataType.String or DataType.Undefined)
            throw new RecurrentModelException($"Input '{input.Name}' is {(DataType)tensor.ElemType}, expected numbers.");
        if (_inputs.ContainsKey(input.Name))
            throw new RecurrentModelException($"Input '{input.Name}' stands twice.");
        if (_values.TryGetValue(input.Name, out var preset))
        {
            _values[input.Name] = Preset(input.Name, shape, preset);
            return;
        }

        var fed = SizedValue.FromDimensions([.. shape.Dim.Select((dimension, axis) => Dimension(input.Name, dimension, axis))]);
        _inputs.Add(input.Name, fed);
        _values.Add(input.Name, fed);
    }

    // Dimensions of one name are equal.
    private SymbolicSize Dimension(string input, TensorShapeProto.Types.Dimension dimension, int axis)
    {
        if (!dimension.HasDimValue)
            return dimension.DimParam.Length > 0 ? Symbol(dimension.DimParam, -1) : Symbol(input, axis);
        return dimension.DimValue is >= 0 and <= int.MaxValue
            ? SymbolicSize.FromNumber(dimension.DimValue)
            : throw new RecurrentModelException($"Input '{input}' has a dimension of {dimension.DimValue} at axis {axis}.");
    }

    // An input that hosts may leave out: what they then get stands in the file, and what they feed may be of other sizes where it is open.
    private SizedValue Preset(string input, TensorShapeProto shape, SizedValue preset)
    {
        var sizes = preset.Dimensions!;
        if (sizes.Length != shape.Dim.Count || shape.Dim.Where((dimension, axis) => dimension.HasDimValue && dimension.DimValue != sizes[axis].Number).Any())
            throw new RecurrentModelException($"Input '{input}' is declared with another shape than its initializer has.");
        if (shape.Dim.All(dimension => dimension.HasDimValue))
            return preset;
        return SizedValue.FromDimensions([.. sizes.Select((size, axis) => shape.Dim[axis].HasDimValue ? size
            : size.Number == 1 ? Symbol(input, axis) : Symbol(input, axis).Multiply(size).ToBound())]);
    }

    private SymbolicSize Symbol(string name, int axis)
    {
        if (!_symbols.TryGetValue((name, axis), out var symbol))
            _symbols.Add((name, axis), symbol = _symbols.Count < char.MaxValue ? (char)_symbols.Count : throw new RecurrentModelException("The graph has too many inputs of open size."));
        return SymbolicSize.FromSymbol(symbol);
    }

    private void Node(NodeProto proto, long opset, SizeBudget budget)
    {
        var title = $"{proto.OpType} node '{proto.Name}'";
        if (proto.Attribute.FirstOrDefault(attribute => attribute.HasG || attribute.Graphs.Count > 0 || attribute.Tensors.Count > 0 || attribute.HasRefAttrName) is { } attribute)
            throw new RecurrentModelException($"{title}: attribute '{attribute.Name}' holds a graph of its own, a list of tensors or a reference, which is not supported.");
        var inputs = proto.Input.Select(name => name.Length == 0 ? null : Value(name, title)).ToArray();
        var node = new SizedNode(proto, opset, inputs);
        var outputs = Sizes(node, proto.Domain, title);
        if (inputs.All(input => input?.IsConstant != false))
            outputs = [.. outputs.Select(output => output with { IsConstant = true })];
        budget.Charge(node, outputs);
        for (var index = 0; index < proto.Output.Count; index++)
        {
            var name = proto.Output[index];
            if (name.Length > 0 && !_values.TryAdd(name, index < outputs.Count ? outputs[index] : throw new RecurrentModelException($"{title}: gives {proto.Output.Count} values, expected at most {outputs.Count}.")))
                throw new RecurrentModelException($"{title}: gives '{name}', which is there already.");
        }
    }

    private static IReadOnlyList<SizedValue> Sizes(SizedNode node, string domain, string title)
    {
        try
        {
            return OperatorShapes.Infer(node, domain);
        }
        catch (RecurrentModelException exception) when (!exception.Message.EndsWith('.'))
        {
            throw new RecurrentModelException($"{title}: {exception.Message}.", exception);
        }
    }

    private SizedValue Value(string name, string reader) => _values.TryGetValue(name, out var value)
        ? value
        : throw new RecurrentModelException($"{reader} reads '{name}', which nothing before it gives: an initializer or a node is missing, or the nodes form a cycle.");
}
