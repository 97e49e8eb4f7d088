using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Bounds the memory and time that a graph needs, before anything runs it. A file of 84 bytes can make a host allocate gigabytes with
/// operators that legitimate files use too. Therefore only listed operators are allowed, and the size of every value is bounded, node by node,
/// in proportion to the size of the file and of the inputs. The rules compute sizes, not meanings, so new uses of a listed operator need no
/// change here.
/// </summary>
internal sealed class GraphGuard
{
    /// <summary>The maximum number of nodes: far more than recurrent networks have. Hosts are slow to load larger graphs.</summary>
    public const int MaxNodes = 3_000;

    private const int MaxInputsAndOutputs = 20_000;
    private const int MaxTensors = 4_000;
    private const int MaxAxes = 8;
    private const long OldestOpset = 7;
    private const long NewestOpset = 26;

    private readonly Dictionary<string, SizedValue> _values = [];
    // Named dimensions have axis -1; unnamed ones, and those of optional inputs, are identified by input and axis.
    private readonly Dictionary<(string Name, int Axis), char> _symbols = [];
    private readonly Dictionary<string, SizedValue> _inputs = [];
    private int _branches;
    private int _branchNodes;

    /// <summary>Checks a graph.</summary>
    /// <exception cref="RecurrentModelException">
    /// The graph is damaged, uses an operator that is not supported, or needs too much memory or time. The message is a whole sentence.
    /// </exception>
    public static GraphSizes Check(ModelProto model)
    {
        var guard = new GraphGuard();
        var opset = Opset(model);
        return guard.Walk(FunctionInlining.Apply(model), opset);
    }

    private static long Opset(ModelProto model)
    {
        var opset = OperatorSet.RequireVersion(model);
        if (opset is < OldestOpset or > NewestOpset)
            throw new RecurrentModelException($"The file uses opset {opset}, expected {OldestOpset} to {NewestOpset}.");
        return opset;
    }

    private GraphSizes Walk(ModelProto model, long opset)
    {
        var graph = model.Graph;
        CheckParts(model);
        foreach (var tensor in graph.Initializer)
        {
            if (!_values.TryAdd(tensor.Name, TensorGuard.Check(tensor, tensor.Name) with { IsConstant = true }))
                throw new RecurrentModelException($"Initializer '{tensor.Name}' is defined more than once.");
        }

        // Calls of a function share its tensors.
        var inAttributes = graph.Node.SelectMany(node => node.Attribute)
            .Where(attribute => attribute.T is not null)
            .DistinctBy(attribute => attribute.T, ReferenceEqualityComparer.Instance)
            .Sum(attribute => TensorGuard.Check(attribute.T, attribute.Name).Total.AtOne);
        var stored = _values.Values.Sum(value => value.Total.AtOne) + inAttributes;
        foreach (var input in graph.Input)
            Input(input);
        var budget = new SizeBudget(stored, _inputs.Values.Sum(input => input.Total.AtOne));
        foreach (var node in graph.Node)
            Node(node, opset, budget);
        var outputs = new Dictionary<string, SizedValue>();
        foreach (var output in graph.Output)
        {
            if (!outputs.TryAdd(output.Name, Value(output.Name, $"Output '{output.Name}' of the graph")))
                throw new RecurrentModelException($"Output '{output.Name}' is defined more than once.");
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
        // How often they run, and what they need, depends on values; the cause is named before its consequences.
        if (graph.Node.FirstOrDefault(node => node.OpType is "Loop" or "Scan" or "SequenceMap") is { } nested)
        {
            throw new RecurrentModelException(
                $"{nested.OpType} node '{NodeName(nested)}': holds a subgraph, whose memory and time cannot be bounded.");
        }

        // The guard does not analyze these.
        RequireAtMost(graph.SparseInitializer.Count, 0, "sparse initializers");
        RequireAtMost(model.TrainingInfo.Count, 0, "training graphs");
    }

    private static void RequireAtMost(int count, int max, string what)
    {
        if (count > max)
            throw new RecurrentModelException($"The graph has {count} {what}, expected {(max == 0 ? "none" : $"at most {max}")}.");
    }

    private void Input(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { Shape: { } shape } tensor || shape.Dim.Count > MaxAxes)
            throw new RecurrentModelException($"Input '{input.Name}' is not declared as a tensor with at most {MaxAxes} axes.");
        if ((DataType)tensor.ElemType is DataType.String or DataType.Undefined)
            throw new RecurrentModelException($"Input '{input.Name}' has the type {(DataType)tensor.ElemType}, expected a numeric type.");
        if (_inputs.ContainsKey(input.Name))
            throw new RecurrentModelException($"Input '{input.Name}' is defined more than once.");
        if (_values.TryGetValue(input.Name, out var preset))
        {
            _values[input.Name] = Preset(input.Name, shape, preset);
            return;
        }

        var required = SizedValue.FromDimensions([.. shape.Dim.Select((dimension, axis) => Dimension(input.Name, dimension, axis))]);
        _inputs.Add(input.Name, required);
        _values.Add(input.Name, required);
    }

    // Dimensions with the same name are equal.
    private SymbolicSize Dimension(string input, TensorShapeProto.Types.Dimension dimension, int axis)
    {
        if (!dimension.HasDimValue)
            return dimension.DimParam.Length > 0 ? Symbol(dimension.DimParam, -1) : Symbol(input, axis);
        return dimension.DimValue is >= 1 and <= int.MaxValue
            ? SymbolicSize.FromNumber(dimension.DimValue)
            : throw new RecurrentModelException($"Input '{input}' has an invalid dimension of {dimension.DimValue} at axis {axis}.");
    }

    // An optional input: its default value is in the file, and values that hosts pass may differ in the dynamic dimensions.
    private SizedValue Preset(string input, TensorShapeProto shape, SizedValue preset)
    {
        var sizes = preset.Dimensions!;
        var matches = sizes.Length == shape.Dim.Count
            && !shape.Dim.Where((dimension, axis) => dimension.HasDimValue && dimension.DimValue != sizes[axis].Number).Any();
        if (!matches)
            throw new RecurrentModelException($"Input '{input}' is declared with a different shape than its initializer.");
        if (shape.Dim.All(dimension => dimension.HasDimValue))
            return preset;
        return SizedValue.FromDimensions([.. sizes.Select((size, axis) => shape.Dim[axis].HasDimValue ? size
            : size.Number == 1 ? Symbol(input, axis) : Symbol(input, axis).Multiply(size).ToBound())]);
    }

    private SymbolicSize Symbol(string name, int axis)
    {
        if (!_symbols.TryGetValue((name, axis), out var symbol))
        {
            symbol = _symbols.Count < char.MaxValue
                ? (char)_symbols.Count
                : throw new RecurrentModelException("The graph has too many inputs with dynamic dimensions.");
            _symbols.Add((name, axis), symbol);
        }

        return SymbolicSize.FromSymbol(symbol);
    }

    private void Node(NodeProto proto, long opset, SizeBudget budget, int depth = 0)
    {
        var title = $"{proto.OpType} node '{NodeName(proto)}'";
        if (proto.OpType == "If")
        {
            Branches(proto, opset, budget, title, depth);
            return;
        }

        if (proto.Attribute.FirstOrDefault(IsNested) is { } attribute)
        {
            throw new RecurrentModelException(
                $"{title}: attribute '{attribute.Name}' holds a subgraph, a list of tensors, a type or a reference, which is not supported.");
        }

        var inputs = proto.Input.Select(name => name.Length == 0 ? null : Value(name, title)).ToArray();
        var node = new SizedNode(proto, opset, inputs);
        var outputs = Sizes(node, proto.Domain, title);
        if (inputs.All(input => input?.IsConstant != false))
            outputs = [.. outputs.Select(output => output with { IsConstant = true })];
        budget.Charge(node, outputs);
        for (var index = 0; index < proto.Output.Count; index++)
        {
            var name = proto.Output[index];
            if (name.Length == 0)
                continue;
            if (index >= outputs.Count)
                throw new RecurrentModelException($"{title}: has {proto.Output.Count} outputs, expected at most {outputs.Count}.");
            if (!_values.TryAdd(name, outputs[index]))
                throw new RecurrentModelException($"{title}: output '{name}' is defined more than once.");
        }
    }

    // A condition that follows from fixed sizes chooses a branch; hosts may compute constants of the other one, too.
    private void Branches(NodeProto proto, long opset, SizeBudget budget, string title, int depth)
    {
        const int MaxDepth = 8;
        const int MaxBranches = 256;
        var condition = proto.Input.Count == 1 ? Value(proto.Input[0], title) : null;
        if (depth >= MaxDepth || ++_branches > MaxBranches || condition?.Elements is not [{ Number: { } known }])
            throw new RecurrentModelException($"{title}: holds a subgraph, whose memory and time cannot be bounded.");
        try
        {
            foreach (var choice in new[] { false, true })
            {
                var branch = GraphBranch.Read(proto, choice, isChosen: choice == (known != 0));
                RequireAtMost(_branchNodes += branch.Nodes.Count, MaxNodes, "nodes in branches");
                foreach (var (name, tensor) in branch.Constants)
                    _values.Add(name, TensorGuard.Check(tensor, name) with { IsConstant = true });
                foreach (var node in branch.Nodes)
                    Node(node, opset, budget, depth + 1);
            }
        }
        catch (RecurrentModelException exception) when (!exception.Message.EndsWith('.'))
        {
            throw new RecurrentModelException($"{title}: {exception.Message}.", exception);
        }
        catch (ArgumentException exception)
        {
            throw new RecurrentModelException($"{title}: a value of its branches is defined more than once.", exception);
        }
    }

    private static bool IsNested(AttributeProto attribute) =>
        attribute.HasG
        || attribute.Graphs.Count > 0
        || attribute.Tensors.Count > 0
        || attribute.HasRefAttrName
        || attribute.HasSparseTensor
        || attribute.SparseTensors.Count > 0
        || attribute.HasTp
        || attribute.TypeProtos.Count > 0;

    private static string NodeName(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";

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
        : throw new RecurrentModelException(
            $"{reader} reads '{name}', which is not defined before it: an initializer or a node is missing, or the nodes form a cycle.");
}
