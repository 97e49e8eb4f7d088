namespace MlNetRecurrent.Onnx;

/// <summary>Writes one member of an ensemble, or a single network: embedding, recurrent layers and head.</summary>
/// <param name="graph">The graph to which nodes are added.</param>
/// <param name="network">The description of the network.</param>
/// <param name="weights">Adds the weights.</param>
/// <param name="prefix">The prefix of the weight names.</param>
/// <param name="sequences">The lengths of the sequences.</param>
internal sealed class MemberNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, string prefix, SequenceNodes sequences)
{
    /// <summary>Writes the embedding of token IDs [batch, time] as [batch, time, size].</summary>
    public string Embed(string tokens) => graph.AddNode("Gather", [weights.Add(prefix + WeightNames.Embedding), tokens]);

    /// <summary>Writes the recurrent layers, the pooling and the head.</summary>
    /// <param name="sequence">The input of the first layer [time, batch, size].</param>
    /// <param name="starts">The lengths and initial states of each layer.</param>
    public (RecurrentNodes.Outputs[] Layers, string Scores) Write(string sequence, ReadOnlySpan<RecurrentNodes.InitialValues> starts)
    {
        var pooling = new PoolingNodes(graph, network, weights, sequences);
        var layers = new RecurrentNodes.Outputs[network.Layers.Count];
        for (var index = 0; index < layers.Length; index++)
        {
            var name = WeightNames.Layer(prefix, index);
            layers[index] = RecurrentNodes.Write(graph, network.Layers[index], weights, name, sequence, starts[index]);
            if (index + 1 < layers.Length)
                sequence = pooling.Normalize(RecurrentNodes.JoinDirections(graph, layers[index].Sequence), name);
        }

        var pooled = pooling.WritePooling(layers[^1], WeightNames.Layer(prefix, layers.Length - 1));
        return (layers, network.HasHead ? Head(pooled) : pooled);
    }

    private string Head(string pooled)
    {
        var weight = weights.Add(prefix + WeightNames.HeadWeight);
        var bias = weights.Add(prefix + WeightNames.HeadBias);
        return network.HasHeadPerStep
            ? graph.AddNode("Add", [graph.AddNode("MatMul", [pooled, weight]), bias])
            : graph.AddNode("Gemm", [pooled, weight, bias]);
    }
}
