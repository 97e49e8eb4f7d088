namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads a network from any graph whose core is a stack of RNN, LSTM or GRU nodes. It follows the meaning of each value from node to node instead
/// of matching the node sequences of known exporters, so one path handles files from PyTorch, tf2onnx, MlNetRecurrent and handwritten graphs.
/// </summary>
internal static class RecurrentGraphReader
{
    private const long OldestOpset = 7;
    private const long NewestOpset = 22;

    /// <summary>Reads a graph.</summary>
    /// <param name="model">The file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <param name="constantInputs">Graph inputs with fixed values, such as weights, by name.</param>
    /// <exception cref="RecurrentModelException">
    /// The graph is damaged, or computes something that MlNetRecurrent cannot represent; the message names it.
    /// </exception>
    public static RecurrentGraph Read(ModelProto model, string name, IReadOnlyDictionary<string, TensorProto>? constantInputs = null)
    {
        try
        {
            return Read(model, constantInputs);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' cannot be read as a recurrent network. {exception.Message}", exception);
        }
    }

    private static RecurrentGraph Read(ModelProto model, IReadOnlyDictionary<string, TensorProto>? constantInputs)
    {
        var opset = OperatorSet.RequireVersion(model);
        if (opset < OldestOpset)
            throw new RecurrentModelException($"The file uses opset {opset}; supported: {OldestOpset} to {NewestOpset}.");
        var walk = GraphWalk.Walk(model.Graph, opset, constantInputs);
        var outputs = model.Graph.Output.Select(output => (output.Name, Signal(walk, output.Name))).ToList();
        if (outputs.Count == 0)
            throw new RecurrentModelException("The graph has no outputs.");
        if (outputs.CountBy(output => output.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } duplicate })
            throw new RecurrentModelException($"Output '{duplicate}' is defined more than once.");
        var mainOutput = GraphOutput.Choose(outputs);
        var layers = LayerStack.FindLayers(mainOutput.LastLayerStates);
        // Many layers may share a few weights: copies of them count against the budget, so that the network of a small file stays small.
        foreach (var node in layers.Layers.SelectMany(layer => layer.Select(entry => entry.Node)))
            walk.Budget.Charge([node.Input.Length + node.Recurrent.Length]);
        var (network, weights) = NetworkAssembler.Assemble(mainOutput, layers);
        var inputs = GraphBindings.Inputs(walk, layers);
        return new RecurrentGraph(
            network,
            weights,
            inputs,
            [.. outputs.Select(output => GraphBindings.Output(output.Name, output.Item2, mainOutput, layers))],
            [.. walk.Warnings, .. GraphWarnings.Collect(model, opset > NewestOpset ? opset : null, layers, inputs)]);
    }

    private static SignalValue Signal(GraphWalk walk, string output) => walk.GetValue(output, $"Output '{output}' of the graph") switch
    {
        SignalValue { Content: StateContent or HeadContent } signal => signal,
        _ => throw new RecurrentModelException($"Output '{output}' does not depend on a recurrent node (RNN, LSTM or GRU)."),
    };
}
