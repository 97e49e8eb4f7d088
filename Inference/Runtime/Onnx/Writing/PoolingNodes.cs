using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>What the head reads of the last recurrent layer, and the layer normalisation before it.</summary>
internal sealed class PoolingNodes(OnnxGraph graph, NetworkDescription network, GraphWeights weights, SequenceNodes sequences)
{
    /// <summary>Reads as the description says.</summary>
    /// <param name="last">What the last recurrent layer gives.</param>
    /// <param name="name">The prefix of its weights.</param>
    /// <returns>[batch, width]; or [batch, time, width] of every step, or [batch, horizon, width] of those of a horizon known ahead.</returns>
    public string WritePooling(RecurrentNodes.Outputs last, string name) => network.Pooling switch
    {
        _ when network.Forecast.FutureCovariates > 0 => graph.GatherSteps(Steps(last, name), sequences.WriteStepIndices(graph.HorizonSteps(network.Forecast.Horizon))),
        SequencePooling.None => Steps(last, name),
        SequencePooling.LastStep => LastStep(Steps(last, name)),
        SequencePooling.Mean => Mean(Steps(last, name)),
        SequencePooling.Max => Max(Steps(last, name)),
        _ => Normalize(graph.AddNode("Reshape", [graph.AddNode("Transpose", [last.Hidden], null, OnnxGraph.CreateAttribute("perm", 1, 0, 2)), graph.Shape(0, -1)]), name),
    };

    /// <summary>The layer normalisation of [..., width], where the network has one.</summary>
    public string Normalize(string values, string name)
    {
        if (!weights.Has(WeightNames.NormScale(name)))
            return values;
        return graph.AddNode("LayerNormalization", [values, weights.Add(WeightNames.NormScale(name)), weights.Add(WeightNames.NormShift(name))], null,
            OnnxGraph.CreateAttribute("axis", -1), OnnxGraph.CreateAttribute("epsilon", (float)NormalizationEpsilon.Layer));
    }

    private string Steps(RecurrentNodes.Outputs last, string name) =>
        Normalize(RecurrentNodes.BatchFirst(graph, last.Sequence), name);

    // [batch, time, width] -> [batch, width] at the last step of each sequence's own length
    private string LastStep(string sequence)
    {
        if (sequences.Lengths is not { } lengths)
            return graph.AddNode("Gather", [sequence, graph.GetOrAdd("last", name => graph.AddConstant(name, [-1L]))], null, OnnxGraph.CreateAttribute("axis", 1));
        var last = graph.AddNode("Sub", [graph.AddNode("Cast", [lengths], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int64)), graph.Shape(1)]);
        return graph.AddNode("GatherND", [sequence, graph.AddNode("Unsqueeze", [last, graph.Shape(1)])], null, OnnxGraph.CreateAttribute("batch_dims", 1));
    }

    private string Mean(string sequence)
    {
        if (sequences.Lengths is null)
            return graph.AddNode("ReduceMean", [sequence], null, OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
        var own = graph.AddNode("Where", [sequences.StepMask, sequence, graph.Zero]);
        var sum = graph.AddNode("ReduceSum", [own, graph.Shape(1)], null, OnnxGraph.CreateAttribute("keepdims", 0));
        return graph.AddNode("Div", [sum, graph.AddNode("Unsqueeze", [sequences.FloatLengths, graph.Shape(1)])]);
    }

    private string Max(string sequence)
    {
        if (sequences.Lengths is not null)
            sequence = graph.AddNode("Where", [sequences.StepMask, sequence, graph.GetOrAdd("lowest", name => graph.AddConstant(name, [float.MinValue]))]);
        return graph.AddNode("ReduceMax", [sequence], null, OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
    }
}
