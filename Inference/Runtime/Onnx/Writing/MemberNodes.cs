
namespace MlNetRecurrent.Onnx;

/// <summary>Writes one network of an ensemble, or the only one: embedding, recurrent layers, head.</summary>
/// <param name="graph">Takes the nodes.</param>
/// <param name="network">What the network is.</param>
/// <param name="weights">The numbers of this member.</param>
/// <param name="prefix">What the names of its weights begin with.</param>
/// <param name="sequences">How long each sequence is.</param>
internal sealed class MemberNodes(OnnxGraph graph, NetworkDescription network, NetworkWeights weights, string prefix, SequenceNodes sequences)
{
    /// <summary>Tokens [batch, time] as [batch, time, size].</summary>
    public string Embed(string tokens)
    {
        var table = network.Embedding!;
        return graph.Node("Gather", [graph.Constant(prefix + RecurrentNames.Embedding, weights.Embedding!.AsSpan(), table.Vocabulary, table.Size), tokens]);
    }

    /// <summary>The recurrent layers, and what the head gives for what it reads of them.</summary>
    /// <param name="sequence">[time, batch, size].</param>
    /// <param name="starts">Lengths and initial states, layer by layer.</param>
    public (RecurrentNodes.Outputs[] Layers, string Scores) Write(string sequence, ReadOnlySpan<RecurrentNodes.Starts> starts)
    {
        var layers = new RecurrentNodes.Outputs[network.Layers.Count];
        for (var index = 0; index < layers.Length; index++)
        {
            var name = prefix + RecurrentNames.Layer(index);
            layers[index] = RecurrentNodes.Write(graph, network.Layers[index], weights.Layers[index], name, sequence, starts[index]);
            if (index + 1 < layers.Length)
                sequence = ReadingNodes.Normalize(graph, RecurrentNodes.JoinDirections(graph, layers[index].Sequence), weights.Layers[index], name);
        }

        var read = new ReadingNodes(graph, network, sequences).Read(layers[^1], weights.Layers[^1], prefix + RecurrentNames.Layer(layers.Length - 1));
        return (layers, network.HasHead ? Head(read) : read);
    }

    private string Head(string read)
    {
        var weight = graph.Constant(prefix + RecurrentNames.HeadWeight, weights.HeadWeight!.AsSpan(), network.Width, network.HeadSize);
        var bias = graph.Constant(prefix + RecurrentNames.HeadBias, weights.HeadBias!.AsSpan(), network.HeadSize);
        return network.ReadsSteps
            ? graph.Node("Add", [graph.Node("MatMul", [read, weight]), bias])
            : graph.Node("Gemm", [read, weight, bias]);
    }
}
