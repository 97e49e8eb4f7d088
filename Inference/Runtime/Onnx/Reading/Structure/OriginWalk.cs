using System.Collections;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Follows dependencies through all nodes of a graph, whether or not the reader understands them: which inputs are sequences, states and lengths of
/// recurrent nodes, and from where the outputs come.
/// </summary>
internal sealed class OriginWalk
{
    private const int MaxInputs = 512;
    private const int MaxRecurrentNodes = 512;
    private const int MaxNodes = 20_000;
    private const int MaxReferences = 100_000;

    private static readonly string[] Moving =
    [
        "Identity", "Reshape", "Transpose", "Squeeze", "Unsqueeze", "Flatten", "Slice", "Split", "Concat", "Cast", "Expand", "Tile", "Dropout",
        "ReverseSequence",
    ];

    private static readonly string[] Selecting = ["Gather", "GatherElements", "GatherND"];

    private readonly string[] _inputs;
    private readonly int _stateCount;
    private readonly Dictionary<string, ValueOrigin> _origins = [];
    private readonly ValueOrigin _constant;

    private OriginWalk(string[] inputs, int recurrentNodes)
    {
        _inputs = inputs;
        _stateCount = 2 * recurrentNodes;
        _constant = new ValueOrigin(new BitArray(inputs.Length), new BitArray(inputs.Length), new BitArray(_stateCount), IsMoved: false);
        Sequences = new BitArray(inputs.Length);
        Lengths = new BitArray(inputs.Length);
        InitialStates = [.. inputs.Select(_ => new BitArray(_stateCount))];
    }

    /// <summary>The inputs that enter recurrent nodes step by step.</summary>
    public BitArray Sequences { get; }

    /// <summary>The inputs from which recurrent nodes take the lengths of sequences.</summary>
    public BitArray Lengths { get; }

    /// <summary>For each input, the states of recurrent nodes that it initializes.</summary>
    public IReadOnlyList<BitArray> InitialStates { get; }

    public bool HasRecurrentNode => _stateCount > 0;

    /// <summary>Follows a graph; null if it is too large.</summary>
    /// <param name="nodes">The nodes of the graph in order, without calls of functions.</param>
    /// <param name="inputs">The inputs that have no default value.</param>
    public static OriginWalk? TryWalk(IReadOnlyList<NodeProto> nodes, string[] inputs)
    {
        var recurrent = nodes.Count(IsRecurrent);
        var isTooLarge = inputs.Length > MaxInputs
            || recurrent > MaxRecurrentNodes
            || nodes.Count > MaxNodes
            || nodes.Sum(node => node.Input.Count + node.Output.Count) > MaxReferences;
        if (isTooLarge)
            return null;
        var walk = new OriginWalk(inputs, recurrent);
        for (var index = 0; index < inputs.Length; index++)
        {
            var bits = new BitArray(inputs.Length) { [index] = true };
            walk._origins.TryAdd(inputs[index], new ValueOrigin(bits, bits, new BitArray(walk._stateCount), IsMoved: true));
        }

        var state = 0;
        foreach (var node in nodes)
        {
            if (IsRecurrent(node))
                walk.Recurrent(node, 2 * state++);
            else
                walk.Node(node);
        }

        return walk;
    }

    /// <summary>The origin of a value; that of a constant if no node before produces it.</summary>
    public ValueOrigin GetOrigin(string name) => _origins.GetValueOrDefault(name, _constant);

    private static bool IsRecurrent(NodeProto node) => node.OpType is "RNN" or "LSTM" or "GRU" or "DynamicQuantizeLSTM";

    private void Recurrent(NodeProto node, int firstState)
    {
        const int LengthsInput = 4;
        const int InitialHidden = 5;
        const int InitialCell = 6;
        var sequence = Input(node, 0);
        Sequences.Or(sequence.Data);
        Lengths.Or(Without(Input(node, LengthsInput).Inputs, sequence.Data));
        for (var state = 0; state < 2; state++)
        {
            var initial = Input(node, state == 0 ? InitialHidden : InitialCell);
            // An encoder's states depend on a sequence, too.
            var sources = Without(initial.Inputs, sequence.Data);
            if (Single(sources) is { } input)
                InitialStates[input][firstState + state] = true;
        }

        var all = Combine(node);
        for (var output = 0; output < node.Output.Count; output++)
        {
            var states = new BitArray(_stateCount);
            if (output is 1 or 2)
                states[firstState + output - 1] = true;
            Set(node.Output[output], all with { FinalStates = states, IsMoved = output is 1 or 2, IsLabel = false });
        }
    }

    private void Node(NodeProto node)
    {
        // Only sizes are taken.
        if (node.OpType is "Shape" or "Size" or "Constant" or "ConstantOfShape")
            return;
        var origin = node.Attribute.Any(attribute => attribute.HasG || attribute.Graphs.Count > 0)
            ? All()
            : Combine(node);
        foreach (var output in node.Output)
            Set(output, origin);
    }

    // A subgraph may read every value.
    private ValueOrigin All()
    {
        var bits = new BitArray(_inputs.Length, defaultValue: true);
        return new ValueOrigin(bits, bits, new BitArray(_stateCount), IsMoved: false);
    }

    private ValueOrigin Combine(NodeProto node)
    {
        var (inputs, data, states) = (new BitArray(_inputs.Length), new BitArray(_inputs.Length), new BitArray(_stateCount));
        var isMoved = Moving.Contains(node.OpType) || Selecting.Contains(node.OpType);
        // The class with the largest score, or a comparison of a score with a threshold.
        var isLabel = node.OpType is "ArgMax" or "ArgMin" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual";
        var selects = Selecting.Contains(node.OpType) && !Input(node, 0).IsConstant;
        for (var index = 0; index < node.Input.Count; index++)
        {
            var origin = Input(node, index);
            if (origin.IsConstant)
                continue;
            inputs.Or(origin.Inputs);
            if (selects && index > 0)
                continue;
            data.Or(origin.Data);
            states.Or(origin.FinalStates);
            isMoved &= origin.IsMoved;
            isLabel |= origin.IsLabel && Moving.Contains(node.OpType);
        }

        return new ValueOrigin(inputs, data, states, isMoved && (selects || !Selecting.Contains(node.OpType)), isLabel);
    }

    private ValueOrigin Input(NodeProto node, int index) => index < node.Input.Count ? GetOrigin(node.Input[index]) : _constant;

    private void Set(string name, ValueOrigin origin)
    {
        if (name.Length > 0)
            _origins.TryAdd(name, origin);
    }

    private static BitArray Without(BitArray bits, BitArray others) => new BitArray(bits).And(new BitArray(others).Not());

    private static int? Single(BitArray bits)
    {
        int? single = null;
        for (var index = 0; index < bits.Length; index++)
        {
            if (!bits[index])
                continue;
            if (single is not null)
                return null;
            single = index;
        }

        return single;
    }
}
