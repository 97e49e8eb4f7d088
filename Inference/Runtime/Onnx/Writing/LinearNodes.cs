namespace MlNetRecurrent.Onnx;

/// <summary>Writes linear layers and convolutions over time, with their activations.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="weights">Adds the weights.</param>
internal sealed class LinearNodes(OnnxGraph graph, GraphWeights weights)
{
    /// <summary>Writes a layer of the head.</summary>
    /// <param name="layer">The description of the layer.</param>
    /// <param name="name">The prefix of the weight names.</param>
    /// <param name="values">[batch, size], or [batch, time, size].</param>
    /// <param name="hasTime">Whether the values have a time axis.</param>
    public string Write(LinearLayerDescription layer, string name, string values, bool hasTime) =>
        ActivationNodes.Write(graph, layer.Activation, Product(name, values, hasTime));

    /// <summary>Writes the layers before a recurrent layer.</summary>
    /// <param name="layers">The descriptions of the layers.</param>
    /// <param name="name">The prefix of the recurrent layer's weight names.</param>
    /// <param name="sequence">The input of the first of them, [time, batch, size].</param>
    /// <param name="sequences">The lengths of the sequences before the first of them.</param>
    /// <returns>The output of the last of them, and the lengths of the sequences after it.</returns>
    public (string Sequence, SequenceNodes Sequences) WriteInputLayers(
        IReadOnlyList<LinearLayerDescription> layers, string name, string sequence, SequenceNodes sequences)
    {
        for (var index = 0; index < layers.Count; index++)
        {
            var (layer, prefix) = (layers[index], WeightNames.InputLayer(name, index));
            sequence = layer.KernelSize > 1
                ? Convolve(layer, prefix, sequence, sequences)
                : Write(layer, prefix, sequence, hasTime: true);
            sequences = sequences.After(layer.LostSteps);
        }

        return (sequence, sequences);
    }

    private string Product(string name, string values, bool hasTime)
    {
        var (weight, bias) = (weights.Add(WeightNames.LinearWeight(name)), weights.Add(WeightNames.LinearBias(name)));
        return hasTime
            ? graph.AddNode("Add", [graph.AddNode("MatMul", [values, weight]), bias])
            : graph.AddNode("Gemm", [values, weight, bias]);
    }

    // [time, batch, size] -> [batch, size, time] -> [time, batch, size]. The padding of a sequence of the batch must not reach its last steps: they
    // depend on zeros, as the last steps of the longest sequence do.
    private string Convolve(LinearLayerDescription layer, string name, string sequence, SequenceNodes sequences)
    {
        var values = graph.AddNode("Transpose", [sequence], null, OnnxGraph.CreateAttribute("perm", 1, 2, 0));
        if (sequences.Lengths is not null)
        {
            var mask = graph.AddNode("Transpose", [sequences.StepMask], null, OnnxGraph.CreateAttribute("perm", 0, 2, 1));
            values = graph.AddNode("Where", [mask, values, graph.Zero]);
        }

        string[] inputs = [values, weights.Add(WeightNames.LinearWeight(name)), weights.Add(WeightNames.LinearBias(name))];
        var convolved = graph.AddNode(
            "Conv",
            inputs,
            null,
            OnnxGraph.CreateAttribute("kernel_shape", [(long)layer.KernelSize]),
            OnnxGraph.CreateAttribute("pads", layer.PaddingBefore, layer.PaddingAfter));
        var activated = ActivationNodes.Write(graph, layer.Activation, convolved);
        return graph.AddNode("Transpose", [activated], null, OnnxGraph.CreateAttribute("perm", 2, 0, 1));
    }
}
