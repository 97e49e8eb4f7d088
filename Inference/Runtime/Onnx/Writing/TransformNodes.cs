namespace MlNetRecurrent.Onnx;

/// <summary>Takes values into the space of a description's transform, and answers out of it.</summary>
internal static class TransformNodes
{
    /// <summary>log(value + offset) or sqrt(value + offset).</summary>
    public static string Write(OnnxGraph graph, NetworkDescription network, string values) =>
        graph.AddNode(network.Forecast.Transform == TargetTransform.Log ? "Log" : "Sqrt", [graph.AddNode("Add", [values, Offset(graph, network)])]);

    /// <summary>exp(answer) - offset, max(answer, 0)^2 - offset, or the answer.</summary>
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
