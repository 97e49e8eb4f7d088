namespace MlNetRecurrent.Onnx;

/// <summary>Writes layer normalization.</summary>
internal sealed class NormNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights)
{
    /// <summary>Writes the layer normalization of a recurrent layer's output [..., width] if the network has one.</summary>
    /// <param name="values">The output of the layer.</param>
    /// <param name="name">The prefix of the layer's weight names.</param>
    public string Write(string values, string name) => Write(values, WeightNames.NormScale(name), WeightNames.NormShift(name));

    /// <summary>Writes the layer normalization of the input of the head [..., width] if the network has one.</summary>
    /// <param name="values">The input of the head.</param>
    /// <param name="member">The prefix of the ensemble member.</param>
    public string WriteHead(string values, string member) =>
        Write(values, member + WeightNames.HeadNormScale, member + WeightNames.HeadNormShift);

    private string Write(string values, string scale, string shift) => !weights.Has(scale) ? values : graph.AddNode(
        "LayerNormalization",
        [values, weights.Add(scale), weights.Add(shift)],
        null,
        OnnxGraph.CreateAttribute("axis", -1),
        OnnxGraph.CreateAttribute("epsilon", (float)network.LayerNormalizationEpsilon));
}
