namespace MlNetRecurrent.Onnx;

/// <summary>Takes values into the space of a description's transform, and answers out of it.</summary>
internal static class TransformNodes
{
    /// <summary>log(value + offset) or sqrt(value + offset).</summary>
    public static string Write(OnnxGraph graph, NetworkDescription network, string values) =>
        graph.Node(network.Transform == TargetTransform.Log ? "Log" : "Sqrt", [graph.Node("Add", [values, Offset(graph, network)])]);

    /// <summary>exp(answer) - offset, max(answer, 0)^2 - offset, or the answer.</summary>
    public static string Undo(OnnxGraph graph, NetworkDescription network, string answers)
    {
        if (network.Transform == TargetTransform.None)
            return answers;
        if (network.Transform == TargetTransform.Log)
            return graph.Node("Sub", [graph.Node("Exp", [answers]), Offset(graph, network)]);
        var root = graph.Node("Relu", [answers]);
        return graph.Node("Sub", [graph.Node("Mul", [root, root]), Offset(graph, network)]);
    }

    private static string Offset(OnnxGraph graph, NetworkDescription network) =>
        graph.Once("transform.offset", name => graph.Constant(name, [(float)network.TransformOffset]));
}
