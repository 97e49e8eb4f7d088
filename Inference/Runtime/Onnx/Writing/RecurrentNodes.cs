
namespace MlNetRecurrent.Onnx;

/// <summary>Writes one recurrent layer as an ONNX RNN, LSTM or GRU node.</summary>
internal static class RecurrentNodes
{
    /// <summary>The names of what a layer gives.</summary>
    /// <param name="Sequence">Y [time, directions, batch, hidden].</param>
    /// <param name="Hidden">Y_h [directions, batch, hidden].</param>
    /// <param name="Cell">Y_c [directions, batch, hidden], of an LSTM.</param>
    public readonly record struct Outputs(string Sequence, string Hidden, string? Cell);

    /// <summary>The names of what a layer may start from; null is left out.</summary>
    /// <param name="Lengths">int32 [batch].</param>
    /// <param name="Hidden">[directions, batch, hidden].</param>
    /// <param name="Cell">[directions, batch, hidden].</param>
    public readonly record struct Starts(string? Lengths, string? Hidden, string? Cell);

    /// <summary>Writes a layer.</summary>
    /// <param name="graph">Takes the nodes and weights.</param>
    /// <param name="layer">What the layer is.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="prefix">What the names of its weights begin with.</param>
    /// <param name="input">X [time, batch, input].</param>
    /// <param name="starts">Lengths and initial states.</param>
    /// <param name="use">What the names of its outputs begin with, where the layer is used more than once; its weights are written once.</param>
    public static Outputs Write(OnnxGraph graph, LayerDescription layer, LayerWeights weights, string prefix, string input, Starts starts, string? use = null)
    {
        var rows = (long)layer.Cell.Blocks.Count * layer.HiddenSize;
        string[] inputs =
        [
            input,
            Weight(graph, $"{prefix}.W", weights.Input, layer.Directions, rows, layer.InputSize),
            Weight(graph, $"{prefix}.R", weights.Recurrent, layer.Directions, rows, layer.HiddenSize),
            weights.Bias is { } bias ? Weight(graph, $"{prefix}.B", bias, layer.Directions, 2 * rows) : "",
            starts.Lengths ?? "",
            starts.Hidden ?? "",
            starts.Cell ?? "",
        ];
        var given = Array.FindLastIndex(inputs, name => name.Length > 0) + 1;
        use ??= prefix;
        string[] outputs = [$"{use}.Y", $"{use}.Y_h", .. layer.Cell.HasCellState ? [$"{use}.Y_c"] : Array.Empty<string>()];
        graph.Nodes(layer.Cell.OnnxOperator, inputs[..given], outputs, [.. Attributes(layer)]);
        return new Outputs(outputs[0], outputs[1], layer.Cell.HasCellState ? outputs[2] : null);
    }

    /// <summary>Y [time, directions, batch, hidden] as the next layer's X [time, batch, directions * hidden].</summary>
    public static string JoinDirections(OnnxGraph graph, string sequence) => Join(graph, sequence, [0, 2, 1, 3]);

    /// <summary>Y [time, directions, batch, hidden] as [batch, time, directions * hidden].</summary>
    public static string BatchFirst(OnnxGraph graph, string sequence) => Join(graph, sequence, [2, 0, 1, 3]);

    private static string Weight(OnnxGraph graph, string name, float[] values, params long[] dimensions) =>
        graph.HasConstant(name) ? name : graph.Constant(name, values.AsSpan(), dimensions);

    private static string Join(OnnxGraph graph, string sequence, long[] permutation) =>
        graph.Node("Reshape", [graph.Node("Transpose", [sequence], null, OnnxGraph.Attribute("perm", permutation)), graph.Shape(0, 0, -1)]);

    private static IEnumerable<AttributeProto> Attributes(LayerDescription layer)
    {
        yield return OnnxGraph.Attribute("hidden_size", layer.HiddenSize);
        yield return OnnxGraph.Attribute("direction", layer.Direction switch
        {
            SequenceDirection.Reverse => "reverse",
            SequenceDirection.Bidirectional => "bidirectional",
            _ => "forward",
        });
        if (layer.Cell.OnnxOperator == "RNN")
            yield return OnnxGraph.Attribute("activations", Enumerable.Repeat(layer.Cell.Activation, layer.Directions));
        if (layer.Cell.LinearBeforeReset)
            yield return OnnxGraph.Attribute("linear_before_reset", 1);
    }
}
