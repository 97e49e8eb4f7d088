using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Processes the nodes of a graph once, in order, and records what is known about every value.</summary>
internal sealed class GraphWalk
{
    private const int MaxNodes = 100_000;

    private static readonly DataType[] NumericTypes =
    [
        DataType.Float, DataType.Float16, DataType.Double,
        DataType.Int64, DataType.Int32, DataType.Int16, DataType.Int8, DataType.Uint8, DataType.Bool,
    ];

    private readonly Dictionary<string, GraphValue> _values = [];
    private readonly Dictionary<string, string> _producers = [];
    private readonly List<string> _warnings = [];
    private readonly List<GraphInput> _inputs = [];
    private readonly HashSet<NodeProto> _resolved = new(ReferenceEqualityComparer.Instance);
    private FoldingBudget _budget = new(0);
    private readonly List<NodeProto> _flatNodes = [];
    private int _nodes;
    private int _branches;

    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>The number of elements that may still be computed.</summary>
    public FoldingBudget Budget => _budget;

    /// <summary>The nodes in order, with those of a branch in place of the node that chooses it.</summary>
    public IReadOnlyList<NodeProto> FlatNodes => _flatNodes;

    /// <summary>Whether the graph has an RNN, LSTM or GRU node.</summary>
    public bool HasRecurrentNode { get; private set; }

    /// <summary>Whether a node chooses between two graphs, and the condition is known.</summary>
    public bool IsResolved(NodeProto node) => _resolved.Contains(node);

    /// <summary>The inputs whose values select the last step of each sequence.</summary>
    public HashSet<string> LengthsInputs { get; } = [];

    /// <summary>The required inputs.</summary>
    public IReadOnlyList<GraphInput> Inputs => _inputs;

    /// <summary>Processes a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="opset">The version of the standard ONNX operators.</param>
    /// <param name="constantInputs">Graph inputs with fixed values, such as weights, by name.</param>
    public static GraphWalk Walk(GraphProto graph, long opset, IReadOnlyDictionary<string, TensorProto>? constantInputs)
    {
        var walk = new GraphWalk();
        walk.Constants(graph, constantInputs);
        foreach (var input in graph.Input)
            walk.Input(input);
        if (graph.Node.Count > MaxNodes)
            throw new RecurrentModelException($"The graph has {graph.Node.Count} nodes, expected at most {MaxNodes}.");
        foreach (var node in graph.Node)
        {
            foreach (var output in node.Output.Where(output => output.Length > 0))
                walk._producers.TryAdd(output, node.OpType);
        }

        foreach (var node in graph.Node)
            walk.Node(node, opset);
        return walk;
    }

    /// <summary>Returns what is known about a value of the graph.</summary>
    /// <exception cref="RecurrentModelException">There is no such value, or it is not understood.</exception>
    public GraphValue GetValue(string name, string reader) =>
        TryGetValue(name, reader) is var value && value is UnreadableValue unreadable ? throw unreadable.Error : value;

    /// <summary>Returns what is known about a value of the graph, which may be that it is not understood.</summary>
    /// <exception cref="RecurrentModelException">There is no such value.</exception>
    public GraphValue TryGetValue(string name, string reader)
    {
        if (!_values.TryGetValue(name, out var value))
        {
            throw new RecurrentModelException(_producers.TryGetValue(name, out var producer)
                ? $"{reader} reads '{name}', which a later node ({producer}) produces: the nodes form a cycle or are out of order."
                : $"{reader} reads '{name}', which is not defined: an initializer or a node is missing.");
        }

        return value;
    }

    /// <summary>Returns what is known about a value of the graph, or null if there is no such value.</summary>
    public GraphValue? FindValue(string name) => _values.GetValueOrDefault(name);

    private void Constants(GraphProto graph, IReadOnlyDictionary<string, TensorProto>? constantInputs)
    {
        var initializers = graph.Initializer.Select(tensor => (tensor.Name, tensor));
        var inputs = (constantInputs ?? new Dictionary<string, TensorProto>()).Select(entry => (entry.Key, entry.Value));
        foreach (var (name, tensor) in initializers.Concat(inputs))
        {
            if (!_values.TryAdd(name, Constant(tensor, name)))
                throw new RecurrentModelException($"Initializer '{name}' is defined more than once.");
        }

        // Weights may be reordered, concatenated and sliced a few times.
        const int Rounds = 8;
        _budget = new FoldingBudget(Rounds * _values.Values.OfType<ConstantValue>().Sum(constant => (long)constant.Tensor.Count));
    }

    private static GraphValue Constant(TensorProto tensor, string name)
    {
        try
        {
            return new ConstantValue(TensorReader.Read(tensor, name));
        }
        catch (RecurrentModelException exception)
        {
            return new UnreadableValue(Sentence(exception));
        }
    }

    private void Input(ValueInfoProto input)
    {
        // Before IR version 4, every initializer is an input too; in files of MlNetRecurrent those are the optional inputs.
        if (_values.ContainsKey(input.Name) && !_inputs.Any(other => other.Name == input.Name))
            return;
        var declared = GraphInput.Read(input);
        _inputs.Add(declared);
        GraphValue value = NumericTypes.Contains(declared.Type)
            ? new SignalValue(
                new InputContent(declared.Name, declared.Type, declared.Factors),
                [.. declared.Factors.Select(factor => new Axis(factor))])
            : new UnreadableValue(new RecurrentModelException(
                $"Input '{declared.Name}' is {declared.Type}; supported: {string.Join(", ", NumericTypes)}."));
        if (!_values.TryAdd(input.Name, value))
            throw new RecurrentModelException($"Input '{input.Name}' is defined more than once.");
    }

    private void Node(NodeProto proto, long opset, int depth = 0)
    {
        if (proto.OpType == "If" && TryBranch(proto, opset, depth))
            return;
        HasRecurrentNode |= proto.OpType is "RNN" or "LSTM" or "GRU";
        _flatNodes.Add(proto);
        var outputs = Apply(proto, opset);
        for (var index = 0; index < proto.Output.Count; index++)
        {
            var name = proto.Output[index];
            if (name.Length == 0)
                continue;
            var value = index < outputs.Count
                ? outputs[index]
                : new UnreadableValue(new RecurrentModelException($"{proto.OpType} node '{proto.Name}': output {index} is not supported."));
            if (!_values.TryAdd(name, value))
                throw new RecurrentModelException($"{proto.OpType} node '{proto.Name}': output '{name}' is defined more than once.");
        }
    }

    // A condition that depends only on the number of axes or on fixed sizes is known.
    private bool TryBranch(NodeProto proto, long opset, int depth)
    {
        const int MaxDepth = 8;
        const int MaxBranches = 256;
        if (depth >= MaxDepth
            || _branches >= MaxBranches
            || proto.Input.Count != 1
            || _values.GetValueOrDefault(proto.Input[0]) is not ConstantValue { Tensor: { IsFloat: false, Count: 1 } condition }
            || condition.Integers[0].Number is not { } known)
        {
            return false;
        }

        _branches++;
        GraphBranch branch;
        try
        {
            branch = GraphBranch.Read(proto, known != 0);
        }
        catch (RecurrentModelException)
        {
            // The node is then one that is not understood.
            return false;
        }

        if ((_nodes += branch.Nodes.Count) > MaxNodes)
            throw new RecurrentModelException($"The graph has more than {MaxNodes:N0} nodes with those of its branches.");
        foreach (var (name, tensor) in branch.Constants)
        {
            if (!_values.TryAdd(name, Constant(tensor, name)))
                throw new RecurrentModelException($"Initializer '{name}' is defined more than once.");
        }

        foreach (var node in branch.Nodes)
            Node(node, opset, depth + 1);
        _resolved.Add(proto);
        return true;
    }

    // A value that is not understood matters only if an output depends on it.
    private IReadOnlyList<GraphValue> Apply(NodeProto proto, long opset)
    {
        // Errors are passed from node to node as values; throwing them again at each node would be slow.
        if (proto.Input.Select(name => _values.GetValueOrDefault(name)).OfType<UnreadableValue>().FirstOrDefault() is { } unreadable)
            return CreateUnreadable(proto, unreadable.Error);
        try
        {
            GraphValue?[] inputs = [.. proto.Input.Select(name => name.Length == 0 ? null : GetValue(name, $"{proto.OpType} node '{proto.Name}'"))];
            var node = new GraphNode(proto, opset, inputs, _budget, _warnings) { LengthsInputs = LengthsInputs };
            return proto.Domain is "" or "ai.onnx"
                ? NodeRules.Apply(node)
                : throw node.CreateError($"uses the operator set '{proto.Domain}'; supported: the standard ONNX operators");
        }
        catch (RecurrentModelException exception)
        {
            return CreateUnreadable(proto, exception.Message.EndsWith('.')
                ? exception
                : new RecurrentModelException($"{proto.OpType} node '{proto.Name}': {exception.Message}.", exception));
        }
        catch (OverflowException exception)
        {
            return CreateUnreadable(proto, new RecurrentModelException($"{proto.OpType} node '{proto.Name}': the sizes are too large.", exception));
        }
    }

    private static UnreadableValue[] CreateUnreadable(NodeProto proto, RecurrentModelException error) =>
        [.. Enumerable.Repeat(new UnreadableValue(error), proto.Output.Count)];

    private static RecurrentModelException Sentence(RecurrentModelException exception) =>
        new($"{char.ToUpperInvariant(exception.Message[0])}{exception.Message[1..]}.", exception);
}
