namespace MlNetRecurrent.Onnx;

/// <summary>Writes one recurrent layer as an ONNX RNN, LSTM or GRU node.</summary>
internal static class RecurrentNodes
{
    /// <summary>The names of a layer's outputs.</summary>
    /// <param name="Sequence">Y [time, directions, batch, hidden].</param>
    /// <param name="Hidden">Y_h [directions, batch, hidden].</param>
    /// <param name="Cell">Y_c [directions, batch, hidden], of an LSTM.</param>
    public readonly record struct Outputs(string Sequence, string Hidden, string? Cell);

    /// <summary>The names of a layer's optional inputs; null is omitted.</summary>
    /// <param name="Lengths">int32 [batch].</param>
    /// <param name="Hidden">[directions, batch, hidden].</param>
    /// <param name="Cell">[directions, batch, hidden].</param>
    public readonly record struct InitialValues(string? Lengths, string? Hidden, string? Cell);

    /// <summary>Writes a single layer and its weights.</summary>
    /// <param name="graph">The graph to which nodes and weights are added.</param>
    /// <param name="layer">The description of the layer.</param>
    /// <param name="weights">The weights of the layer.</param>
    /// <param name="name">The prefix of the weight names.</param>
    /// <param name="input">X [time, batch, input].</param>
    /// <param name="starts">The lengths and initial states.</param>
    /// <param name="use">The prefix of the output names if the layer is used more than once; its weights are written once.</param>
    public static Outputs Write(
        OnnxGraph graph, LayerDescription layer, LayerWeights weights, string name, string input, InitialValues starts, string? use = null)
    {
        var tensors = GraphWeights.Store(new NetworkWeights { Layers = [weights] });
        return Write(graph, layer, new GraphWeights(graph, WeightList.OfLayer(layer, name, 0), tensors), name, input, starts, use);
    }

    /// <summary>Writes a layer of a network.</summary>
    /// <param name="graph">The graph to which nodes are added.</param>
    /// <param name="layer">The description of the layer.</param>
    /// <param name="weights">Adds the weights.</param>
    /// <param name="name">The prefix of the weight names.</param>
    /// <param name="input">X [time, batch, input].</param>
    /// <param name="starts">The lengths and initial states.</param>
    /// <param name="use">The prefix of the output names, or null to use the prefix of the weight names.</param>
    public static Outputs Write(
        OnnxGraph graph, LayerDescription layer, GraphWeights weights, string name, string input, InitialValues starts, string? use = null)
    {
        string[] inputs =
        [
            input,
            weights.Add(WeightNames.Input(name)),
            weights.Add(WeightNames.Recurrent(name)),
            layer.HasBias ? weights.Add(WeightNames.Bias(name)) : "",
            starts.Lengths ?? "",
            starts.Hidden ?? "",
            starts.Cell ?? "",
            layer.Variant is { HasPeepholes: true } ? weights.Add(WeightNames.Peepholes(name)) : "",
        ];
        var count = Array.FindLastIndex(inputs, name => name.Length > 0) + 1;
        use ??= name;
        string[] outputs = [$"{use}.Y", $"{use}.Y_h", .. layer.Cell.HasCellState ? [$"{use}.Y_c"] : Array.Empty<string>()];
        graph.AddNodes(layer.Cell.OnnxOperator, inputs[..count], outputs, [.. Attributes(layer)]);
        return new Outputs(outputs[0], outputs[1], layer.Cell.HasCellState ? outputs[2] : null);
    }

    /// <summary>Converts Y [time, directions, batch, hidden] to the next layer's X [time, batch, directions * hidden].</summary>
    public static string JoinDirections(OnnxGraph graph, string sequence) => Join(graph, sequence, [0, 2, 1, 3]);

    /// <summary>Converts Y [time, directions, batch, hidden] to [batch, time, directions * hidden].</summary>
    public static string BatchFirst(OnnxGraph graph, string sequence) => Join(graph, sequence, [2, 0, 1, 3]);

    private static string Join(OnnxGraph graph, string sequence, long[] permutation)
    {
        var transposed = graph.AddNode("Transpose", [sequence], null, OnnxGraph.CreateAttribute("perm", permutation));
        return graph.AddNode("Reshape", [transposed, graph.Shape(0, 0, -1)]);
    }

    private static IEnumerable<AttributeProto> Attributes(LayerDescription layer)
    {
        yield return OnnxGraph.CreateAttribute("hidden_size", layer.HiddenSize);
        yield return OnnxGraph.CreateAttribute("direction", layer.Direction switch
        {
            SequenceDirection.Reverse => "reverse",
            SequenceDirection.Bidirectional => "bidirectional",
            _ => "forward",
        });
        if (layer.Variant is null && layer.Cell.OnnxOperator == "RNN")
            yield return OnnxGraph.CreateAttribute("activations", Enumerable.Repeat(layer.Cell.Activation, layer.DirectionCount));
        if (layer.Cell.LinearBeforeReset)
            yield return OnnxGraph.CreateAttribute("linear_before_reset", 1);
        foreach (var attribute in layer.Variant is { } variant ? Attributes(layer, variant) : [])
            yield return attribute;
    }

    private static IEnumerable<AttributeProto> Attributes(LayerDescription layer, CellVariant variant)
    {
        ActivationFunction[] functions = layer.Cell.StateCount == 2 ? [variant.Gate, variant.Candidate, variant.Output]
            : layer.Cell.GateCount > 0 ? [variant.Gate, variant.Candidate]
            : [variant.Candidate];
        var activations = Enumerable.Repeat(functions, layer.DirectionCount).SelectMany(direction => direction)
            .Select(ActivationNodes.OfCell).ToList();
        yield return OnnxGraph.CreateAttribute("activations", activations.Select(function => function.Name));

        // The functions take their parameters from these lists in order; those without parameters take none.
        float[] alpha = [.. activations.SelectMany(function => function.Alpha)];
        float[] beta = [.. activations.SelectMany(function => function.Beta)];
        if (alpha.Length > 0)
            yield return OnnxGraph.CreateAttribute("activation_alpha", alpha.AsSpan());
        if (beta.Length > 0)
            yield return OnnxGraph.CreateAttribute("activation_beta", beta.AsSpan());
        if (variant.Clip is { } clip)
            yield return OnnxGraph.CreateAttribute("clip", clip);
        if (variant.CouplesForgetGate)
            yield return OnnxGraph.CreateAttribute("input_forget", 1);
    }
}
