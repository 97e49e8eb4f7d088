namespace MlNetRecurrent.Onnx;

/// <summary>Writes one member of an ensemble, or a single network: embedding, recurrent layers and head.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network.</param>
/// <param name="weights">Adds the weights.</param>
/// <param name="prefix">The prefix of the weight names.</param>
/// <param name="sequences">The lengths of the sequences.</param>
internal sealed class MemberNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, string prefix, SequenceNodes sequences)
{
    private readonly LinearNodes _linear = new(graph, weights);

    /// <summary>Writes the embedding of token IDs [batch, time] as [batch, time, size].</summary>
    public string Embed(string tokens) => graph.AddNode("Gather", [weights.Add(prefix + WeightNames.Embedding), tokens]);

    /// <summary>Adds the vectors of categories to the input of the first layer.</summary>
    /// <param name="input">[batch, time, size].</param>
    /// <param name="codes">The code of each category, int64 [batch, time].</param>
    public string AppendCategories(string input, IReadOnlyList<string> codes)
    {
        if (codes.Count == 0)
            return input;
        var vectors = codes.Select((code, index) => graph.AddNode("Gather", [weights.Add(WeightNames.Category(prefix, index)), code]));
        return graph.AddNode("Concat", [input, .. vectors], null, OnnxGraph.CreateAttribute("axis", 2));
    }

    /// <summary>Writes the recurrent layers, the pooling and the head.</summary>
    /// <param name="sequence">The input of the first layer [time, batch, size].</param>
    /// <param name="starts">The lengths and initial states of each layer.</param>
    public (RecurrentNodes.Outputs[] Layers, string Scores) Write(string sequence, ReadOnlySpan<RecurrentNodes.InitialValues> starts)
    {
        var norms = new NormNodes(graph, network, weights);
        var layers = new RecurrentNodes.Outputs[network.Layers.Count];
        var steps = sequences;
        for (var index = 0; index < layers.Length; index++)
        {
            var (layer, name, start) = (network.Layers[index], WeightNames.Layer(prefix, index), starts[index]);
            (sequence, steps) = _linear.WriteInputLayers(layer.InputLayers, name, sequence, steps);
            if (steps != sequences)
                start = start with { Lengths = steps.LayerLengths };
            layers[index] = RecurrentNodes.Write(graph, layer, weights, name, sequence, start);
            if (index + 1 < layers.Length)
                sequence = norms.Write(RecurrentNodes.JoinDirections(graph, layers[index].Sequence), name);
        }

        var pooling = new PoolingNodes(graph, network, norms, steps);
        var pooled = pooling.Write(layers[^1], WeightNames.Layer(prefix, layers.Length - 1));
        return (layers, network.HasHead ? Head(norms.WriteHead(pooled, prefix)) : pooled);
    }

    private string Head(string pooled)
    {
        for (var index = 0; index < network.HeadLayers.Count; index++)
            pooled = _linear.Write(network.HeadLayers[index], WeightNames.HeadLayer(prefix, index), pooled, network.HasHeadPerStep);
        var weight = weights.Add(prefix + WeightNames.HeadWeight);
        var bias = weights.Add(prefix + WeightNames.HeadBias);
        var outputs = network.HasHeadPerStep
            ? graph.AddNode("Add", [graph.AddNode("MatMul", [pooled, weight]), bias])
            : graph.AddNode("Gemm", [pooled, weight, bias]);
        return ActivationNodes.Write(graph, network.OutputActivation, outputs);
    }
}
