namespace MlNetRecurrent.Onnx;

/// <summary>
/// Reads a network from any graph whose core is a stack of RNN, LSTM or GRU nodes. It follows the meaning of each value from node to node instead
/// of matching the node sequences of known exporters, so one path handles files from PyTorch, tf2onnx, MlNetRecurrent and handwritten graphs.
/// </summary>
internal static class RecurrentGraphReader
{
    private const long OldestOpset = 7;
    private const long NewestOpset = 26;

    /// <summary>Reads a graph.</summary>
    /// <param name="model">The file.</param>
    /// <param name="name">The name of the file in error messages.</param>
    /// <param name="constantInputs">Graph inputs with fixed values, such as weights, by name.</param>
    /// <param name="output">The name of the output that is the network's result, or null to choose it.</param>
    /// <exception cref="RecurrentModelException">
    /// The graph is damaged, or computes something that MlNetRecurrent cannot represent; the message names it.
    /// </exception>
    public static RecurrentGraph Read(
        ModelProto model, string name, IReadOnlyDictionary<string, TensorProto>? constantInputs = null, string? output = null)
    {
        try
        {
            return ReadGraph(FunctionInlining.Apply(model), constantInputs, output);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"Model file '{name}' cannot be read as a recurrent network. {exception.Message}", exception);
        }
    }

    /// <summary>
    /// Finds the roles of the inputs and outputs of a graph, also of one that <see cref="Read"/> rejects. It does not fail: what is not understood
    /// has unknown roles.
    /// </summary>
    /// <param name="model">The file.</param>
    public static GraphStructure ReadStructure(ModelProto model)
    {
        try
        {
            model = FunctionInlining.Apply(model);
        }
        catch (RecurrentModelException)
        {
            // The calls of functions are then nodes that are not understood.
        }

        return StructureReader.Read(model.Graph, TryWalk(model));
    }

    private static GraphWalk? TryWalk(ModelProto model)
    {
        try
        {
            return GraphWalk.Walk(model.Graph, OperatorSet.RequireVersion(model), constantInputs: null);
        }
        catch (RecurrentModelException)
        {
            return null;
        }
    }

    // The outermost cause is named rather than a node that cannot be read because of it.
    private static RecurrentGraph ReadGraph(ModelProto model, IReadOnlyDictionary<string, TensorProto>? constantInputs, string? wanted)
    {
        try
        {
            return ReadNodes(model, constantInputs, wanted);
        }
        catch (RecurrentModelException exception) when (GraphObstacles.Describe(model.Graph, TryWalk(model)) is { } obstacle)
        {
            throw new RecurrentModelException(obstacle, exception);
        }
    }

    private static RecurrentGraph ReadNodes(ModelProto model, IReadOnlyDictionary<string, TensorProto>? constantInputs, string? wanted)
    {
        var opset = OperatorSet.RequireVersion(model);
        if (opset < OldestOpset)
            throw new RecurrentModelException($"The file uses opset {opset}; supported: {OldestOpset} to {NewestOpset}.");
        var walk = GraphWalk.Walk(model.Graph, opset, constantInputs);
        if (model.Graph.Output.Count == 0)
            throw new RecurrentModelException("The graph has no outputs.");
        if (model.Graph.Output.CountBy(output => output.Name).FirstOrDefault(name => name.Value > 1) is { Key: { } duplicate })
            throw new RecurrentModelException($"Output '{duplicate}' is defined more than once.");
        var outputs = model.Graph.Output.Select(output => (output.Name, walk.TryGetValue(output.Name, $"Output '{output.Name}' of the graph")));
        if (!walk.HasRecurrentNode)
            throw new RecurrentModelException("The graph has no recurrent node (RNN, LSTM or GRU).");
        var choice = OutputChoice.Choose([.. outputs], wanted);
        var layers = LayerStack.FindLayers(choice.Main.LastLayerStates);
        // Many layers may share a few weights: copies of them count against the budget, so that the network of a small file stays small.
        foreach (var node in layers.Layers.SelectMany(layer => layer.Select(entry => entry.Node)))
            walk.Budget.Charge([node.Input.Length + node.Recurrent.Length]);
        var (network, weights) = NetworkAssembler.Assemble(choice.Main, layers, walk.Budget);
        var inputs = GraphBindings.Inputs(walk, layers);
        return new RecurrentGraph(
            network,
            weights,
            inputs,
            GraphBindings.Outputs(choice, layers),
            [
                .. walk.Warnings,
                .. GraphWarnings.OfOutputs(choice),
                .. GraphWarnings.Collect(model, opset > NewestOpset ? opset : null, layers, inputs),
            ]);
    }
}
