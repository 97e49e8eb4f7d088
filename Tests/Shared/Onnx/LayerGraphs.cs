using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Tests;

/// <summary>Parts of small graphs, as PyTorch and tf2onnx write them.</summary>
internal static class LayerGraphs
{
    public const int Features = 3;
    public const int Hidden = 5;

    /// <summary>A graph with an input [batch, time, features].</summary>
    public static OpsetGraph WithInput(long opset = 17, object? time = null)
    {
        var graph = new OpsetGraph(opset);
        graph.Input("x", "batch", time ?? "time", Features);
        return graph;
    }

    /// <summary>The states of a recurrent layer at every step, [batch, time, directions * hidden].</summary>
    public static string States(
        this OpsetGraph graph, string value = "x", int inputs = Features, string direction = "forward", RecurrentCell? cell = null)
    {
        var layer = graph.Recurrent(cell ?? RecurrentCell.Gru, graph.Transpose(value, 1, 0, 2), inputs, Hidden, direction)[0];
        return direction == "bidirectional"
            ? graph.Transpose(graph.Reshape(graph.Transpose(layer, 0, 2, 1, 3), 0, 0, -1), 1, 0, 2)
            : graph.Transpose(graph.Squeeze(layer, 1), 1, 0, 2);
    }

    /// <summary>The last time step of [batch, time, features].</summary>
    public static string Last(this OpsetGraph graph, string states) =>
        graph.Node("Gather", [states, graph.Scalar(-1)], OnnxGraph.CreateAttribute("axis", 1));

    public static string Float(this OpsetGraph graph, float value) =>
        graph.Graph.AddConstant(FormattableString.Invariant($"f{graph.Graph.Graph.Initializer.Count}"), [value]);

    public static string Floats(this OpsetGraph graph, params float[] values) =>
        graph.Graph.AddConstant(FormattableString.Invariant($"f{graph.Graph.Graph.Initializer.Count}"), values, values.Length);

    /// <summary>BatchNormalization with random parameters and positive variances.</summary>
    public static string BatchNormalization(this OpsetGraph graph, string value, int features)
    {
        var variance = graph.Floats([.. Enumerable.Range(0, features).Select(feature => 0.3f + (0.2f * feature))]);
        return graph.Node("BatchNormalization", [value, graph.Random(features), graph.Random(features), graph.Random(features), variance]);
    }

    public static void Finish(this OpsetGraph graph, string value) => graph.Output(value, "y");
}
