namespace MlNetRecurrent.Onnx;

/// <summary>Writes one network of an ensemble, or the only one: embedding, recurrent layers, head.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="network">What the network is.</param>
/// <param name="weights">Adds its weights.</param>
/// <param name="prefix">The prefix of its weights.</param>
/// <param name="sequences">How long each sequence is.</param>
internal sealed class MemberNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, string prefix, SequenceNodes sequences)
{
    /// <summary>Tokens [batch, time] as [batch, time, size].</summary>
    public string Embed(string tokens) => graph.AddNode("Gather", [weights.Add(prefix + WeightNames.Embedding), tokens]);

    /// <summary>The recurrent layers, and what the head gives for what it reads of them.</summary>
    /// <param name="sequence">[time, batch, size].</param>
    /// <param name="starts">Lengths and initial states, layer by layer.</param>
    public (RecurrentNodes.Outputs[] Layers, string Scores) Write(string sequence, ReadOnlySpan<RecurrentNodes.InitialValues> starts)
    {
        var reading = new PoolingNodes(graph, network, weights, sequences);
        var layers = new RecurrentNodes.Outputs[network.Layers.Count];
        for (var index = 0; index < layers.Length; index++)
        {
            var name = WeightNames.Layer(prefix, index);
            layers[index] = RecurrentNodes.Write(graph, network.Layers[index], weights, name, sequence, starts[index]);
            if (index + 1 < layers.Length)
                sequence = reading.Normalize(RecurrentNodes.JoinDirections(graph, layers[index].Sequence), name);
        }

        var read = reading.WritePooling(layers[^1], WeightNames.Layer(prefix, layers.Length - 1));
        return (layers, network.HasHead ? Head(read) : read);
    }

    private string Head(string read)
    {
        var weight = weights.Add(prefix + WeightNames.HeadWeight);
        var bias = weights.Add(prefix + WeightNames.HeadBias);
        return network.HasHeadPerStep
            ? graph.AddNode("Add", [graph.AddNode("MatMul", [read, weight]), bias])
            : graph.AddNode("Gemm", [read, weight, bias]);
    }
}
