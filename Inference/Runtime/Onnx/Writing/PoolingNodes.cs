using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Writes the pooling of the last recurrent layer's normalized hidden states for the head.</summary>
internal sealed class PoolingNodes(OnnxGraph graph, NetworkDescription network, NormNodes norms, SequenceNodes sequences)
{
    /// <summary>Writes the pooling of the network.</summary>
    /// <param name="last">The outputs of the last recurrent layer.</param>
    /// <param name="name">The prefix of its weight names.</param>
    /// <returns>[batch, width]; [batch, time, width] without pooling; [batch, horizon, width] with future covariates.</returns>
    public string Write(RecurrentNodes.Outputs last, string name) => network.Pooling switch
    {
        _ when network.Forecast.FutureCovariates > 0 =>
            graph.GatherSteps(Steps(last, name), sequences.WriteStepIndices(graph.HorizonSteps(network.Forecast.Horizon))),
        SequencePooling.None => Steps(last, name),
        SequencePooling.LastStep => LastStep(Steps(last, name)),
        SequencePooling.Mean => Mean(Steps(last, name)),
        SequencePooling.Max => Max(Steps(last, name)),
        SequencePooling.LastSteps => LastSteps(Steps(last, name)),
        _ => norms.Write(JoinFinalStates(last.Hidden), name),
    };

    // [directions, batch, hidden] -> [batch, directions * hidden]
    private string JoinFinalStates(string hidden)
    {
        var batchFirst = graph.AddNode("Transpose", [hidden], null, OnnxGraph.CreateAttribute("perm", 1, 0, 2));
        return graph.AddNode("Reshape", [batchFirst, graph.Shape(0, -1)]);
    }

    private string Steps(RecurrentNodes.Outputs last, string name) =>
        norms.Write(RecurrentNodes.BatchFirst(graph, last.Sequence), name);

    // [batch, time, width] -> [batch, width] at the last valid step of each sequence
    private string LastStep(string sequence)
    {
        if (sequences.Lengths is not { } lengths)
        {
            var end = graph.GetOrAdd("last", name => graph.AddConstant(name, [-1L]));
            return graph.AddNode("Gather", [sequence, end], null, OnnxGraph.CreateAttribute("axis", 1));
        }

        var counts = graph.AddNode("Cast", [lengths], null, OnnxGraph.CreateAttribute("to", (long)DataType.Int64));
        var last = graph.AddNode("Sub", [counts, graph.Shape(1)]);
        var indices = graph.AddNode("Unsqueeze", [last, graph.Shape(1)]);
        return graph.AddNode("GatherND", [sequence, indices], null, OnnxGraph.CreateAttribute("batch_dims", 1));
    }

    // [batch, time, width] -> [batch, steps * width]: the last valid steps of each sequence
    private string LastSteps(string sequence)
    {
        var steps = network.PooledSteps;
        if (sequences.Lengths is null)
        {
            var end = graph.AddNode("Slice", [sequence, graph.Shape(-steps), graph.Shape(int.MaxValue), graph.Shape(1)]);
            return graph.AddNode("Reshape", [end, graph.Shape(0, (long)steps * network.Layers[^1].OutputSize)]);
        }

        long[] last = [.. Enumerable.Range(-steps, steps).Select(step => (long)step)];
        var offsets = graph.GetOrAdd("pooled.steps", name => graph.AddConstant(name, last, steps));
        var gathered = graph.GatherSteps(sequence, sequences.WriteStepIndices(offsets));
        return graph.AddNode("Reshape", [gathered, graph.Shape(0, (long)steps * network.Layers[^1].OutputSize)]);
    }

    private string Mean(string sequence)
    {
        if (sequences.Lengths is null)
            return graph.AddNode("ReduceMean", [sequence], null, OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
        var valid = graph.AddNode("Where", [sequences.StepMask, sequence, graph.Zero]);
        var sum = graph.AddNode("ReduceSum", [valid, graph.Shape(1)], null, OnnxGraph.CreateAttribute("keepdims", 0));
        return graph.AddNode("Div", [sum, graph.AddNode("Unsqueeze", [sequences.FloatLengths, graph.Shape(1)])]);
    }

    private string Max(string sequence)
    {
        if (sequences.Lengths is not null)
        {
            var mask = sequences.StepMask;
            var lowest = graph.GetOrAdd("lowest", name => graph.AddConstant(name, [float.MinValue]));
            sequence = graph.AddNode("Where", [mask, sequence, lowest]);
        }

        return graph.AddNode("ReduceMax", [sequence], null, OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
    }
}
