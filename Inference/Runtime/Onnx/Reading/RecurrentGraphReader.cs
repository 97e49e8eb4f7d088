namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads any graph whose core is a stack of RNN, LSTM or GRU nodes back into a network. It follows what each value means from node to
/// node instead of looking for the node sequences of known exporters, so one path covers what PyTorch, tf2onnx, this product and hands write.
/// </summary>
internal static class RecurrentGraphReader
{
    private const long OldestOpset = 7;
    private const long NewestOpset = 22;

    /// <summary>Reads a graph.</summary>
    /// <param name="model">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="fed">Inputs that are always fed the same, such as weights; by name.</param>
    /// <exception cref="RecurrentModelException">The graph is damaged, or computes what no network of this product does; the message names it.</exception>
    public static RecurrentGraph Read(ModelProto model, string name, IReadOnlyDictionary<string, TensorProto>? fed = null)
    {
        try
        {
            return Read(model, fed);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' cannot be read as a recurrent network. {exception.Message}", exception);
        }
    }

    private static RecurrentGraph Read(ModelProto model, IReadOnlyDictionary<string, TensorProto>? fed)
    {
        var opset = OperatorSet.Required(model);
        if (opset < OldestOpset)
            throw new RecurrentModelException($"The file means opset {opset}; supported are {OldestOpset} to {NewestOpset}.");
        var walk = GraphWalk.Walk(model.Graph, opset, fed);
        var outputs = model.Graph.Output.Select(output => (output.Name, Signal(walk, output.Name))).ToList();
        if (outputs.Count == 0)
            throw new RecurrentModelException("The graph has no outputs.");
        if (outputs.CountBy(output => output.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new RecurrentModelException($"Output '{twice}' stands twice.");
        var answer = GraphOutput.Choose(outputs);
        var layers = LayerStack.FindBelow(answer.LastLayerStates);
        // Many layers may share a few weights; what is taken out of a small file stays small.
        foreach (var node in layers.Layers.SelectMany(layer => layer.Select(entry => entry.Node)))
            walk.Budget.Charge([node.Input.Length + node.Recurrent.Length]);
        var (network, weights) = NetworkAssembler.Assemble(answer, layers);
        var inputs = GraphBindings.Inputs(walk, layers);
        return new RecurrentGraph(
            network,
            weights,
            inputs,
            [.. outputs.Select(output => GraphBindings.Output(output.Name, output.Item2, answer, layers))],
            [.. walk.Warnings, .. GraphWarnings.Collect(model, opset > NewestOpset ? opset : null, layers, inputs)]);
    }

    private static SignalValue Signal(GraphWalk walk, string output) => walk.GetValue(output, $"Output '{output}' of the graph") switch
    {
        SignalValue { Content: StateContent or HeadContent } signal => signal,
        _ => throw new RecurrentModelException($"Output '{output}' does not depend on a recurrent node (RNN, LSTM or GRU)."),
    };
}
