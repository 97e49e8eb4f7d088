using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>The states that hosts may feed and those that they are given: one tensor for all layers where they are alike, else one for each.</summary>
internal sealed class StateNodes(OnnxGraph graph, NetworkDescription network)
{
    private readonly LayerDescription[] _layers = [.. network.MemberLayers];

    /// <summary>The initial hidden states as optional inputs, layer by layer; zeros by default.</summary>
    /// <param name="batch">int64 [1]: how many sequences there are.</param>
    public string?[] InitialHidden(string batch) => Initial(OnnxNames.InitialHidden, batch, layer => true);

    /// <summary>The initial cell states as optional inputs, layer by layer; null for layers without.</summary>
    /// <param name="batch">int64 [1]: how many sequences there are.</param>
    public string?[] InitialCell(string batch) => Initial(OnnxNames.InitialCell, batch, layer => layer.Cell.HasCellState);

    /// <summary>The final states as outputs.</summary>
    public void Final(RecurrentNodes.Outputs[] layers)
    {
        Final(OnnxNames.FinalHidden, [.. layers.Select(layer => (string?)layer.Hidden)]);
        Final(OnnxNames.FinalCell, [.. layers.Select(layer => layer.Cell)]);
    }

    // One input for all layers where they are alike, else one for each: "h0", or "h0_0", "h0_1", ...
    private string?[] Initial(string name, string batch, Func<LayerDescription, bool> carries)
    {
        var states = new string?[_layers.Length];
        if (!_layers.Any(carries))
            return states;
        if (!OnnxNames.SharesStates(network))
        {
            foreach (var index in Enumerable.Range(0, states.Length).Where(index => carries(_layers[index])))
                states[index] = InitialState(OnnxNames.ForLayer(name, index), batch, _layers[index].DirectionCount, _layers[index].HiddenSize);
            return states;
        }

        var directions = _layers[0].DirectionCount;
        var all = InitialState(name, batch, (long)states.Length * directions, _layers[0].HiddenSize);
        if (states.Length == 1)
            return [all];
        var sizes = Enumerable.Repeat((long)directions, states.Length).ToArray();
        return graph.AddNodes("Split", [all, graph.Shape(sizes)], new string[states.Length].Select(_ => "").ToArray(), OnnxGraph.CreateAttribute("axis", 0));
    }

    private string InitialState(string name, string batch, long directions, int hidden)
    {
        graph.AddConstant(name, new float[directions * hidden], directions, 1, hidden);
        graph.AddInput(name, DataType.Float, directions, "state_batch", hidden);
        var shape = graph.AddNode("Concat", [graph.Shape(directions), batch, graph.Shape(hidden)], null, OnnxGraph.CreateAttribute("axis", 0));
        return graph.AddNode("Expand", [name, shape]);
    }

    private void Final(string name, string?[] states)
    {
        if (states.All(state => state is null))
            return;
        if (!OnnxNames.SharesStates(network))
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
