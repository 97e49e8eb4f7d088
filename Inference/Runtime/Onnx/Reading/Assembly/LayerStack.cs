namespace MlNetRecurrent.Onnx;

/// <summary>The recurrent layers that feed the main output, found by walking back from it to the input.</summary>
internal sealed class LayerStack
{
    private const int MaxLayers = 256;

    private readonly List<IReadOnlyList<StateEntry>> _layers = [];

    private LayerStack(InputContent input)
    {
        Input = input;
    }

    /// <summary>The input of the first layer.</summary>
    public InputContent Input { get; }

    /// <summary>
    /// The directions of each layer, first layer first. A forward node and a reverse node with the same input form one bidirectional layer.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<StateEntry>> Layers => _layers;

    public IEnumerable<RecurrentNode> Nodes => _layers.SelectMany(layer => layer.Select(entry => entry.Node)).Distinct();

    public static LayerStack FindLayers(IReadOnlyList<StateEntry> top)
    {
        var layers = new List<IReadOnlyList<StateEntry>>();
        var entries = top;
        while (true)
        {
            Check(entries);
            layers.Insert(0, entries);
            if (layers.Count > MaxLayers)
                throw new RecurrentModelException($"The graph has more than {MaxLayers} recurrent layers.");
            if (entries[0].Node.Source.Origin is InputContent input)
            {
                var stack = new LayerStack(input);
                stack._layers.AddRange(layers);
                return stack;
            }

            entries = ((StateContent)entries[0].Node.Source.Origin).Entries;
        }
    }

    /// <summary>The trailing states that belong to the same layer as the last one.</summary>
    public static IReadOnlyList<StateEntry> LastLayer(IReadOnlyList<StateEntry> entries) =>
        [.. entries.Reverse().TakeWhile(entry => HaveSameSource(entry.Node, entries[^1].Node)).Reverse()];

    /// <summary>The layer and direction of a final state, or null if the state is not a final state of these layers.</summary>
    public FinalStateIndex? FindFinalState(StateEntry entry)
    {
        if (!entry.IsFinal && entry.Position != StatePosition.FinalCell)
            return null;
        for (var layer = 0; layer < _layers.Count; layer++)
        {
            for (var direction = 0; direction < _layers[layer].Count; direction++)
            {
                if (_layers[layer][direction].Node == entry.Node && _layers[layer][direction].Direction == entry.Direction)
                    return new FinalStateIndex(layer, direction, entry.Position == StatePosition.FinalCell);
            }
        }

        return null;
    }

    /// <summary>The trained initial states of all layers, [directions, hidden] each, or null for zeros everywhere.</summary>
    public (float[] Hidden, float[]? Cell)? GetInitialStates()
    {
        var entries = _layers.SelectMany(layer => layer).ToList();
        if (entries.All(entry => entry.Node is { InitialHidden: null, InitialCell: null }))
            return null;
        var withCell = entries.Where(entry => entry.Node.Cell.HasCellState).ToList();
        return (
            [.. entries.SelectMany(entry => entry.Node.GetInitialState(entry.Direction, isCell: false))],
            withCell.Count == 0 ? null : [.. withCell.SelectMany(entry => entry.Node.GetInitialState(entry.Direction, isCell: true))]);
    }

    private static void Check(IReadOnlyList<StateEntry> layer)
    {
        var (first, last) = (layer[0], layer[^1]);
        var directions = layer.Select(entry => entry.SequenceDirection).ToList();
        if (directions is not ([_] or [SequenceDirection.Forward, SequenceDirection.Reverse]))
        {
            throw new RecurrentModelException(
                $"The states of {Names(layer)} are concatenated as {string.Join(", ", directions)}; "
                + "supported: one direction, or forward and reverse in this order.");
        }

        if (first.Node.Cell != last.Node.Cell
            || first.Node.Variant != last.Node.Variant
            || first.Node.HiddenSize != last.Node.HiddenSize
            || first.Node.InputSize != last.Node.InputSize)
        {
            throw new RecurrentModelException(
                $"The directions {Names(layer)} differ in cell or size; "
                + "supported: bidirectional layers with the same cell and size in both directions.");
        }

        if (!HaveSameSource(first.Node, last.Node))
        {
            throw new RecurrentModelException(
                $"The directions {Names(layer)} have different inputs; supported: bidirectional layers whose directions share one input.");
        }
    }

    private static bool HaveSameSource(RecurrentNode first, RecurrentNode second) =>
        first == second || ContentComparison.AreSame(first.Source, second.Source);

    private static string Names(IReadOnlyList<StateEntry> layer) => string.Join(" and ", layer.Select(entry => $"'{entry.Node.Name}'").Distinct());
}
