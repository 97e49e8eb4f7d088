using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>What the head reads of the last recurrent layer, and the layer normalisation before it.</summary>
internal sealed class ReadingNodes(OnnxGraph graph, NetworkDescription network, SequenceNodes sequences)
{
    /// <summary>Reads as the description says.</summary>
    /// <param name="last">What the last recurrent layer gives.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="prefix">What the names of its weights begin with.</param>
    /// <returns>[batch, width]; or [batch, time, width] of every step, or [batch, horizon, width] of those of a horizon known ahead.</returns>
    public string Read(RecurrentNodes.Outputs last, LayerWeights weights, string prefix) => network.Read switch
    {
        _ when network.Known > 0 => graph.AtPlaces(Steps(last, weights, prefix), sequences.Places(graph.HorizonSteps(network.Horizon))),
        SequenceReading.Every => Steps(last, weights, prefix),
        SequenceReading.LastStep => LastStep(Steps(last, weights, prefix)),
        SequenceReading.Mean => Mean(Steps(last, weights, prefix)),
        SequenceReading.Max => Max(Steps(last, weights, prefix)),
        _ => Normalize(graph, graph.Node("Reshape", [graph.Node("Transpose", [last.Hidden], null, OnnxGraph.Attribute("perm", 1, 0, 2)), graph.Shape(0, -1)]), weights, prefix),
    };

    /// <summary>The layer normalisation of [..., width], where the network has one.</summary>
    public static string Normalize(OnnxGraph graph, string values, LayerWeights weights, string prefix)
    {
        if (weights.Norm is not { } norm)
            return values;
        var scale = graph.Constant(RecurrentNames.NormScale(prefix), norm.Scale.AsSpan(), norm.Scale.Length);
        var shift = graph.Constant(RecurrentNames.NormShift(prefix), norm.Shift.AsSpan(), norm.Shift.Length);
        return graph.Node("LayerNormalization", [values, scale, shift], null,
            OnnxGraph.Attribute("axis", -1), OnnxGraph.Attribute("epsilon", (float)NormalizationEpsilon.Layer));
    }

    private string Steps(RecurrentNodes.Outputs last, LayerWeights weights, string prefix) =>
        Normalize(graph, RecurrentNodes.BatchFirst(graph, last.Sequence), weights, prefix);

    // [batch, time, width] -> [batch, width] at the last step of each sequence's own length
    private string LastStep(string sequence)
    {
        if (sequences.Lengths is not { } lengths)
            return graph.Node("Gather", [sequence, graph.Once("last", name => graph.Constant(name, [-1L]))], null, OnnxGraph.Attribute("axis", 1));
        var last = graph.Node("Sub", [graph.Node("Cast", [lengths], null, OnnxGraph.Attribute("to", (long)DataType.Int64)), graph.Shape(1)]);
        return graph.Node("GatherND", [sequence, graph.Node("Unsqueeze", [last, graph.Shape(1)])], null, OnnxGraph.Attribute("batch_dims", 1));
    }

    private string Mean(string sequence)
    {
        if (sequences.Lengths is null)
            return graph.Node("ReduceMean", [sequence], null, OnnxGraph.Attribute("axes", [1L]), OnnxGraph.Attribute("keepdims", 0));
        var own = graph.Node("Where", [sequences.Own, sequence, graph.Zero]);
        var sum = graph.Node("ReduceSum", [own, graph.Shape(1)], null, OnnxGraph.Attribute("keepdims", 0));
        return graph.Node("Div", [sum, graph.Node("Unsqueeze", [sequences.FloatCounts, graph.Shape(1)])]);
    }

    private string Max(string sequence)
    {
        if (sequences.Lengths is not null)
            sequence = graph.Node("Where", [sequences.Own, sequence, graph.Once("lowest", name => graph.Constant(name, [float.MinValue]))]);
        return graph.Node("ReduceMax", [sequence], null, OnnxGraph.Attribute("axes", [1L]), OnnxGraph.Attribute("keepdims", 0));
    }
}
