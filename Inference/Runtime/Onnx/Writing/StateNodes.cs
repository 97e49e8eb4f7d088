using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Writes the initial states, as optional inputs or as constants, and the outputs for final states: one tensor for all layers if their states can be
/// stacked, otherwise one for each.
/// </summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network.</param>
/// <param name="weights">Adds the trained initial states.</param>
/// <param name="optionalInputs">Whether the initial states are optional inputs.</param>
internal sealed class StateNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, bool optionalInputs)
{
    private readonly LayerDescription[] _layers = [.. network.MemberLayers];

    /// <summary>Writes the initial hidden states of each layer: the trained ones, or zeros.</summary>
    /// <param name="batch">int64 [1]: the number of sequences.</param>
    public string?[] InitialHidden(string batch) => Initial(OnnxNames.InitialHidden, batch, layer => true);

    /// <summary>Writes the initial cell states of each layer; null for layers without a cell state.</summary>
    /// <param name="batch">int64 [1]: the number of sequences.</param>
    public string?[] InitialCell(string batch) => Initial(OnnxNames.InitialCell, batch, layer => layer.Cell.HasCellState);

    /// <summary>Writes the final states as outputs.</summary>
    public void Final(RecurrentNodes.Outputs[] layers)
    {
        Final(OnnxNames.FinalHidden, [.. layers.Select(layer => (string?)layer.Hidden)]);
        Final(OnnxNames.FinalCell, [.. layers.Select(layer => layer.Cell)]);
    }

    // One input for all layers if their states can be stacked, otherwise one for each: "h0", or "h0_0", "h0_1", ...
    private string?[] Initial(string name, string batch, Func<LayerDescription, bool> hasState)
    {
        var states = new string?[_layers.Length];
        if (!_layers.Any(hasState))
            return states;
        if (!OnnxNames.CanStackStates(network))
        {
            foreach (var index in Enumerable.Range(0, states.Length).Where(index => hasState(_layers[index])))
                states[index] = InitialState(OnnxNames.ForLayer(name, index), batch, _layers[index].DirectionCount, _layers[index].HiddenSize);
            return states;
        }

        var directions = _layers[0].DirectionCount;
        var all = InitialState(name, batch, (long)states.Length * directions, _layers[0].HiddenSize);
        if (states.Length == 1)
            return [all];
        var sizes = Enumerable.Repeat((long)directions, states.Length).ToArray();
        string[] outputs = [.. Enumerable.Repeat("", states.Length)];
        return graph.AddNodes("Split", [all, graph.Shape(sizes)], outputs, OnnxGraph.CreateAttribute("axis", 0));
    }

    private string InitialState(string name, string batch, long directions, int hidden)
    {
        if (network.HasLearnedInitialState)
            weights.Add(name);
        else
            graph.AddConstant(name, new float[directions * hidden], directions, 1, hidden);
        if (optionalInputs)
            graph.AddInput(name, DataType.Float, directions, "state_batch", hidden);
        var shape = graph.AddNode("Concat", [graph.Shape(directions), batch, graph.Shape(hidden)], null, OnnxGraph.CreateAttribute("axis", 0));
        return graph.AddNode("Expand", [name, shape]);
    }

    private void Final(string name, string?[] states)
    {
        if (states.All(state => state is null))
            return;
        if (!OnnxNames.CanStackStates(network))
        {
            for (var index = 0; index < states.Length; index++)
            {
                if (states[index] is { } state)
                    Final("Identity", [state], OnnxNames.ForLayer(name, index), _layers[index].DirectionCount, _layers[index].HiddenSize);
            }

            return;
        }

        Final(states.Length == 1 ? "Identity" : "Concat", states!, name, (long)states.Length * _layers[0].DirectionCount, _layers[0].HiddenSize);
    }

    private void Final(string operation, string[] states, string name, long directions, int hidden)
    {
        graph.AddNode(operation, states, name, operation == "Concat" ? [OnnxGraph.CreateAttribute("axis", 0)] : []);
        graph.AddOutput(name, DataType.Float, directions, OnnxNames.Batch, hidden);
    }
}
