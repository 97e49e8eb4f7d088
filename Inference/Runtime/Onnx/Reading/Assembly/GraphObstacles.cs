namespace MlNetRecurrent.Onnx;

/// <summary>Nodes that no description of a network can represent, whatever stands around them.</summary>
internal static class GraphObstacles
{
    /// <summary>A sentence that names the first such node, or null if there is none.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="walk">What is known about its values, or null.</param>
    public static string? Describe(GraphProto graph, GraphWalk? walk) =>
        graph.Node.Where(node => walk?.IsResolved(node) != true)
            .Select(node => Reason(node.OpType) is { } reason ? $"{node.OpType} node '{Name(node)}': {reason}." : null)
            .FirstOrDefault(sentence => sentence is not null);

    private static string? Reason(string operation) => operation switch
    {
        "Loop" or "Scan" => "computes a loop of its own, which is not one of the cells RNN, LSTM and GRU",
        "If" => "chooses between two graphs at run time",
        "DynamicQuantizeLSTM" or "DynamicQuantizeLinear" or "DynamicQuantizeMatMul" or "MatMulInteger" or "MatMulIntegerToFloat" =>
            "quantizes values at run time, which a trainable network does not",
        _ => null,
    };

    private static string Name(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault() ?? "";
}
