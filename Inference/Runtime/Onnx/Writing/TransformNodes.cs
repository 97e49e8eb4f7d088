namespace MlNetRecurrent.Onnx;

/// <summary>Writes the transform of target values and its inverse.</summary>
internal static class TransformNodes
{
    /// <summary>Writes log(value + offset) or sqrt(value + offset).</summary>
    public static string Write(OnnxGraph graph, NetworkDescription network, string values) =>
        graph.AddNode(network.Forecast.Transform == TargetTransform.Log ? "Log" : "Sqrt", [graph.AddNode("Add", [values, Offset(graph, network)])]);

    /// <summary>Writes exp(output) - offset or max(output, 0)^2 - offset; returns the output unchanged without a transform.</summary>
    public static string WriteInverse(OnnxGraph graph, NetworkDescription network, string outputs)
    {
        if (network.Forecast.Transform == TargetTransform.None)
            return outputs;
        if (network.Forecast.Transform == TargetTransform.Log)
            return graph.AddNode("Sub", [graph.AddNode("Exp", [outputs]), Offset(graph, network)]);
        var root = graph.AddNode("Relu", [outputs]);
        return graph.AddNode("Sub", [graph.AddNode("Mul", [root, root]), Offset(graph, network)]);
    }

    private static string Offset(OnnxGraph graph, NetworkDescription network) =>
        graph.GetOrAdd("transform.offset", name => graph.AddConstant(name, [(float)network.Forecast.TransformOffset]));
}
