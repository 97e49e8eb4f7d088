using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>What the head reads of the last recurrent layer, and the layer normalisation before it.</summary>
internal sealed class ReadingNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, SequenceNodes sequences)
{
    /// <summary>Reads as the description says.</summary>
    /// <param name="last">What the last recurrent layer gives.</param>
    /// <param name="name">The prefix of its weights.</param>
    /// <returns>[batch, width]; or [batch, time, width] of every step, or [batch, horizon, width] of those of a horizon known ahead.</returns>
    public string Read(RecurrentNodes.Outputs last, string name) => network.Read switch
    {
        _ when network.Known > 0 => graph.AtPlaces(Steps(last, name), sequences.Places(graph.HorizonSteps(network.Horizon))),
        SequenceReading.Every => Steps(last, name),
        SequenceReading.LastStep => LastStep(Steps(last, name)),
        SequenceReading.Mean => Mean(Steps(last, name)),
        SequenceReading.Max => Max(Steps(last, name)),
        _ => Normalize(graph.Node("Reshape", [graph.Node("Transpose", [last.Hidden], null, OnnxGraph.Attribute("perm", 1, 0, 2)), graph.Shape(0, -1)]), name),
    };

    /// <summary>The layer normalisation of [..., width], where the network has one.</summary>
    public string Normalize(string values, string name)
    {
        if (!weights.Has(WeightNames.NormScale(name)))
            return values;
        return graph.Node("LayerNormalization", [values, weights.Add(WeightNames.NormScale(name)), weights.Add(WeightNames.NormShift(name))], null,
            OnnxGraph.Attribute("axis", -1), OnnxGraph.Attribute("epsilon", (float)NormalizationEpsilon.Layer));
    }

    private string Steps(RecurrentNodes.Outputs last, string name) =>
        Normalize(RecurrentNodes.BatchFirst(graph, last.Sequence), name);

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
