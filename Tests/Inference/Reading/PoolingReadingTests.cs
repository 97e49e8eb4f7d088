using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The forms in which other programs pool the hidden states over time, and merge the directions.</summary>
public sealed class PoolingReadingTests
{
    [Theory]
    [InlineData("ReduceMean", 17, SequencePooling.Mean)]
    [InlineData("ReduceMean", 18, SequencePooling.Mean)]
    [InlineData("ReduceMax", 17, SequencePooling.Max)]
    [InlineData("ReduceMax", 18, SequencePooling.Max)]
    [InlineData("GlobalAveragePool", 17, SequencePooling.Mean)]
    [InlineData("GlobalMaxPool", 17, SequencePooling.Max)]
    [InlineData("GlobalMaxPool, 4-D", 17, SequencePooling.Max)]
    [InlineData("AveragePool", 17, SequencePooling.Mean)]
    [InlineData("MaxPool", 17, SequencePooling.Max)]
    [InlineData("ReduceSum and Div", 17, SequencePooling.Mean)]
    public void Read_PoolingOverTime_IsFound(string form, long opset, SequencePooling expected)
    {
        var graph = WithInput(opset, form is "AveragePool" or "MaxPool" or "ReduceSum and Div" ? 6 : "time");
        var states = graph.States(direction: "bidirectional");
        var pooled = form switch
        {
            "GlobalMaxPool, 4-D" => graph.Squeeze(graph.Node("GlobalMaxPool", [graph.Unsqueeze(graph.Transpose(states, 0, 2, 1), 2)]), 2, 3),
            "AveragePool" or "MaxPool" =>
                graph.Squeeze(graph.Node(form, [graph.Transpose(states, 0, 2, 1)], OnnxGraph.CreateAttribute("kernel_shape", [6L])), 2),
            _ when form.StartsWith("Global", StringComparison.Ordinal) =>
                graph.Node("Flatten", [graph.Node(form, [graph.Transpose(states, 0, 2, 1)])]),
            "ReduceSum and Div" => graph.Node(
                "Div", [graph.Node("ReduceSum", [states, graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0)), graph.Float(6)]),
            _ when opset >= 18 => graph.Node(form, [states, graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0)),
            _ => graph.Node(form, [states], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)),
        };
        graph.Finish(graph.Linear(graph.Node("Tanh", [graph.Linear(pooled, 2 * Hidden, 4)]), 4, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((expected, 1), (network.Pooling, network.HeadLayers.Count));
    }

    [Fact]
    public void Read_MeanOfALinearLayerAtEveryStep_IsTheLayerOfTheMean()
    {
        var graph = WithInput();
        var steps = graph.Linear(graph.States(), Hidden, 3);
        graph.Finish(graph.Node("ReduceMean", [steps], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)));
        Assert.Equal(SequencePooling.Mean, ReadGraphs.AssertRead(graph).Pooling);
    }

    [Fact]
    public void Read_MeanOfAnActivationAtEveryStep_IsRefused()
    {
        var graph = WithInput();
        var steps = graph.Node("Relu", [graph.Linear(graph.States(), Hidden, 3)]);
        graph.Finish(graph.Node("ReduceMean", [steps], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)));
        ReadGraphs.AssertRefused(
            "ReduceMean node 'ReduceMean_1': pools the output of an activation over time; "
                + "supported: the mean of states and of affine maps of them, and the maximum of states.",
            graph);
    }

    [Fact]
    public void Read_MaxPoolOfWindows_IsRefused()
    {
        var graph = WithInput(17, 6);
        var pooled = graph.Node("MaxPool", [graph.Transpose(graph.States(), 0, 2, 1)], OnnxGraph.CreateAttribute("kernel_shape", [2L]));
        graph.Finish(graph.Transpose(pooled, 0, 2, 1));
        ReadGraphs.AssertRefused("MaxPool node 'MaxPool_1': pools windows of [2] steps; supported: pooling of all steps of a sequence.", graph);
    }

    [Theory]
    [InlineData("slice", 2)]
    [InlineData("gather", 2)]
    [InlineData("all steps", 6)]
    [InlineData("all steps by Flatten", 6)]
    [InlineData("all steps, transposed", 6)]
    [InlineData("slice of a layer at every step", 3)]
    [InlineData("slice, bidirectional", 2)]
    public void Read_SeveralLastSteps_AreConcatenated(string form, int count)
    {
        var graph = WithInput(17, form.StartsWith("all", StringComparison.Ordinal) ? 6 : "time");
        var states = graph.States(direction: form == "slice, bidirectional" ? "bidirectional" : "forward");
        var width = form == "slice, bidirectional" ? 2 * Hidden : Hidden;
        if (form == "slice of a layer at every step")
            (states, width) = (graph.Node("Relu", [graph.Linear(states, Hidden, 4)]), 4);
        var last = form switch
        {
            "gather" => graph.Node("Gather", [states, graph.Integers(-2, -1)], OnnxGraph.CreateAttribute("axis", 1)),
            "all steps" or "all steps by Flatten" => states,
            "all steps, transposed" => graph.Transpose(states, 0, 2, 1),
            _ => graph.Slice(states, 1, -count, int.MaxValue),
        };
        var flat = form == "all steps by Flatten" ? graph.Node("Flatten", [last]) : graph.Reshape(last, -1, count * width);
        graph.Finish(graph.Linear(flat, count * width, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((SequencePooling.LastSteps, count), (network.Pooling, network.PooledSteps));
    }

    [Fact]
    public void Read_LastStepsOfAnOutputAtEveryStep_AreAHorizon()
    {
        var graph = WithInput();
        graph.Finish(graph.Slice(graph.Linear(graph.States(), Hidden, 2), 1, -3, int.MaxValue));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((3, 2, SequencePooling.LastSteps), (network.Forecast.Horizon, network.Forecast.Targets, network.Pooling));
    }

    [Theory]
    [InlineData(6, true, SequencePooling.None)]
    [InlineData(3, true, SequencePooling.LastSteps)]
    [InlineData(6, false, SequencePooling.LastSteps)]
    [InlineData(3, false, SequencePooling.LastSteps)]
    public void Read_LayerAppliedToStepsOneByOne_IsJoined(int count, bool stacked, SequencePooling expected)
    {
        // tf2onnx writes TimeDistributed over a fixed window as one linear layer for each step.
        var graph = WithInput(17, 6);
        var states = graph.States();
        if (count < 6)
            states = graph.Slice(states, 1, -count, int.MaxValue);
        var (weight, bias) = (graph.Random(Hidden, 2), graph.Random(2));
        var steps = Enumerable.Range(0, count).Select(step =>
        {
            var value = graph.Squeeze(graph.Slice(states, 1, step, step + 1), 1);
            var output = graph.Node("Relu", [graph.Node("Add", [graph.Node("MatMul", [value, weight]), bias])]);
            return stacked ? graph.Unsqueeze(output, 1) : output;
        }).ToArray();
        var joined = graph.Concat(1, steps);
        graph.Finish(stacked ? joined : graph.Linear(joined, count * 2, 2));
        Assert.Equal(expected, ReadGraphs.AssertRead(graph).Pooling);
    }

    [Theory]
    [InlineData("sum of Y")]
    [InlineData("mean of Y")]
    [InlineData("sum of the final states")]
    [InlineData("Add")]
    [InlineData("average by Add")]
    [InlineData("Sub")]
    [InlineData("Add of units")]
    [InlineData("two nodes")]
    public void Read_MergedDirections_AreFoldedIntoTheHead(string form)
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(graph.Last(Merge(graph, form)), Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((SequenceDirection.Bidirectional, 0), (network.Layers[0].Direction, network.HeadLayers.Count));
    }

    [Theory]
    [InlineData("sum of Y")]
    [InlineData("average by Add")]
    [InlineData("two nodes")]
    public void Read_MergedDirections_AreFoldedIntoTheNextLayer(string form)
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(graph.Last(graph.States(Merge(graph, form), Hidden)), Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((2 * Hidden, 0), (network.Layers[1].InputSize, network.Layers[1].InputLayers.Count));
    }

    [Fact]
    public void Read_ActivationOfMergedDirections_IsALayer()
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(graph.Node("Tanh", [graph.Last(Merge(graph, "Add"))]), Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((2 * Hidden, Hidden), (network.HeadLayers[0].InputSize, network.HeadLayers[0].OutputSize));
    }

    [Fact]
    public void Read_LastStepBehindShorterSequences_IsRefused()
    {
        var graph = WithInput();
        graph.Graph.AddInput("lengths", TensorProto.Types.DataType.Int32, "batch");
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), Features, Hidden, lengths: "lengths")[0];
        graph.Finish(graph.Linear(graph.Last(graph.Transpose(graph.Squeeze(layer, 1), 1, 0, 2)), Hidden, 2));
        ReadGraphs.AssertRefused(
            "Gather node 'Gather_1': selects steps at the end of the time axis of node 'GRU_1', where sequences that are shorter according to "
                + "'lengths' have no values; supported: the final states, or the last step of each sequence.",
            graph);
    }

    [Fact]
    public void Read_MeanBesideMaximum_IsRefused()
    {
        var graph = WithInput();
        string[] pooled = [.. new[] { "ReduceMean", "ReduceMax" }.Select(operation => graph.Node(
            operation, [graph.States()], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0)))];
        graph.Finish(graph.Linear(graph.Concat(1, pooled), 2 * Hidden, 2));
        ReadGraphs.AssertRefused(
            "Concat node 'Concat_1': concatenates the states of node 'GRU_1' of different pooling; supported: one kind of pooling.", graph);
    }

    [Fact]
    public void Read_RepeatedState_IsRefused()
    {
        var graph = WithInput(time: 6);
        var repeated = graph.Node("Tile", [graph.Unsqueeze(graph.Last(graph.States()), 1), graph.Integers(1, 6, 1)]);
        graph.Finish(graph.Linear(graph.States(repeated, Hidden), Hidden, 2));
        ReadGraphs.AssertRefused(
            "Tile node 'Tile_1': repeats the states of node 'GRU_1', as the decoder of an autoencoder does, which is not supported.", graph);
    }

    [Fact]
    public void Read_SkipConnection_IsRefused()
    {
        var graph = WithInput();
        var first = graph.States();
        graph.Finish(graph.Linear(graph.Last(graph.Node("Add", [first, graph.States(first, Hidden)])), Hidden, 2));
        ReadGraphs.AssertRefused(
            "Add node 'Add_1': combines the states of node 'GRU_1' and the states of node 'GRU_2': "
                + "skip connections, gates and merged layers are not supported.",
            graph);
    }

    [Fact]
    public void Read_Attention_IsRefused()
    {
        var graph = WithInput();
        var states = graph.States();
        var weights = graph.Node("Softmax", [graph.Linear(states, Hidden, 1)], OnnxGraph.CreateAttribute("axis", 1));
        graph.Finish(graph.Node("MatMul", [graph.Transpose(weights, 0, 2, 1), states]));
        ReadGraphs.AssertRefused(
            "Softmax node 'Softmax_1': is applied along axis 1 of 3, expected the axis of the classes; attention is not supported.", graph);
    }

    // The merged directions [batch, time, hidden].
    private static string Merge(OpsetGraph graph, string form)
    {
        var source = graph.Transpose("x", 1, 0, 2);
        if (form == "two nodes")
        {
            var forward = graph.Recurrent(RecurrentCell.Lstm, source, Features, Hidden)[0];
            var reverse = graph.Recurrent(RecurrentCell.Lstm, source, Features, Hidden, "reverse")[0];
            return graph.Transpose(graph.Node("Add", [graph.Squeeze(reverse, 1), graph.Squeeze(forward, 1)]), 1, 0, 2);
        }

        var layer = graph.Recurrent(RecurrentCell.Lstm, source, Features, Hidden, "bidirectional");
        if (form == "sum of the final states")
            return graph.Unsqueeze(graph.Node("ReduceSum", [layer[1], graph.Integers(0)], OnnxGraph.CreateAttribute("keepdims", 0)), 1);
        if (form == "sum of Y")
            return graph.Transpose(graph.Node("ReduceSum", [layer[0], graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0)), 1, 0, 2);
        if (form == "mean of Y")
        {
            var mean = graph.Node("ReduceMean", [layer[0]], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
            return graph.Transpose(mean, 1, 0, 2);
        }

        if (form == "Add of units")
        {
            var joined = graph.Reshape(graph.Transpose(layer[0], 2, 0, 1, 3), 0, 0, -1);
            return graph.Node("Add", [graph.Slice(joined, 2, 0, Hidden), graph.Slice(joined, 2, Hidden, 2 * Hidden)]);
        }

        var parts = graph.Split(layer[0], 1, 1, 1).Select(part => graph.Transpose(graph.Squeeze(part, 1), 1, 0, 2)).ToArray();
        var merged = graph.Node(form == "Sub" ? "Sub" : "Add", parts);
        return form == "average by Add" ? graph.Node("Mul", [merged, graph.Float(0.5f)]) : merged;
    }
}
