using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Inputs in the layouts and types in which other programs feed sequences.</summary>
public sealed class InputReadingTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_FlatInput_IsTimeTimesFeatures(bool timeFirst)
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", 12);
        // [time, features] row by row, or each feature as a whole.
        var sequence = timeFirst
            ? graph.Transpose(graph.Reshape("x", -1, 4, 3), 1, 0, 2)
            : graph.Transpose(graph.Reshape("x", -1, 3, 4), 2, 0, 1);
        graph.Finish(graph.Linear(graph.Squeeze(graph.Recurrent(RecurrentCell.Gru, sequence, 3, Hidden)[1], 0), Hidden, 2));

        var read = ReadBatches.AssertRead(graph);

        var expected = timeFirst
            ? [(AxisRole.Batch, null), (AxisRole.Time, 4L), (AxisRole.Feature, 3L)]
            : new (AxisRole, long?)[] { (AxisRole.Batch, null), (AxisRole.Feature, 3), (AxisRole.Time, 4) };
        Assert.Equal(expected, read.Inputs[0].Axes);
    }

    [Fact]
    public void Read_FlatInputForTwoDirections_IsSplitOnce()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", 12);
        var forward = graph.Recurrent(RecurrentCell.Gru, graph.Transpose(graph.Reshape("x", -1, 4, 3), 1, 0, 2), 3, Hidden)[1];
        var reverse = graph.Recurrent(RecurrentCell.Gru, graph.Transpose(graph.Reshape("x", -1, 4, 3), 1, 0, 2), 3, Hidden, "reverse")[1];
        graph.Finish(graph.Linear(graph.Squeeze(graph.Concat(2, forward, reverse), 0), 2 * Hidden, 1));

        Assert.Equal(SequenceDirection.Bidirectional, ReadBatches.AssertRead(graph).Network.Layers[0].Direction);
    }

    [Theory]
    [InlineData(1, 0, 2, 3)]
    [InlineData(0, 1, 2, 3)]
    [InlineData(0, 2, 1, 3)]
    [InlineData(0, 2, 3, 1)]
    public void Read_UnitAxisAnywhere_Vanishes(int batch, int time, int features, int unit)
    {
        var graph = new OpsetGraph(13);
        object[] dimensions = new object[4];
        (dimensions[batch], dimensions[time], dimensions[features], dimensions[unit]) = ("batch", "time", 3, 1);
        graph.Input("x", dimensions);
        int Index(int axis) => axis < unit ? axis : axis - 1;
        var sequence = graph.Transpose(graph.Squeeze("x", unit), Index(time), Index(batch), Index(features));
        graph.Finish(graph.Linear(graph.Squeeze(graph.Recurrent(RecurrentCell.Gru, sequence, 3, Hidden)[1], 0), Hidden, 2));

        _ = ReadBatches.AssertRead(graph);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Read_UnitAxisThatAReshapeRemoves_Vanishes(int unit)
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", unit == 1 ? ["batch", 1, 5, 3] : ["batch", 5, 1, 3]);
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Reshape("x", -1, 5, 3))), Hidden, 2));

        _ = ReadBatches.AssertRead(graph);
    }

    [Theory]
    [InlineData((int)DataType.Double)]
    [InlineData((int)DataType.Float16)]
    [InlineData((int)DataType.Int64)]
    [InlineData((int)DataType.Int32)]
    [InlineData((int)DataType.Uint8)]
    [InlineData((int)DataType.Bool)]
    public void Read_InputOfAnotherType_IsCast(int type)
    {
        var graph = new OpsetGraph(13);
        graph.Graph.AddInput("x", (DataType)type, "batch", "time", 3);
        var cast = graph.Node("Cast", ["x"], OnnxGraph.CreateAttribute("to", (long)DataType.Float));
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Node("Mul", [cast, graph.Float(0.25f)]))), Hidden, 2));

        Assert.Equal((DataType)type, ReadBatches.AssertRead(graph).Inputs[0].Type);
    }

    [Fact]
    public void Read_RoundedInput_IsRefused()
    {
        var graph = WithInput();
        var rounded = graph.Node("Cast", ["x"], OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
        var back = graph.Node("Cast", [rounded], OnnxGraph.CreateAttribute("to", (long)DataType.Float));
        graph.Finish(graph.Linear(graph.Last(graph.States(back)), Hidden, 2));

        ReadGraphs.AssertRefused("Cast node 'Cast_2': casts input 'x' to Float, which changes its values.", graph);
    }

    [Theory]
    [InlineData("slice")]
    [InlineData("gather")]
    [InlineData("split")]
    [InlineData("joined slices")]
    public void Read_SomeFeatures_HaveZeroWeightsForTheOthers(string kind)
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", "time", 5);
        var selected = kind switch
        {
            "slice" => graph.Slice("x", 2, 1, 4),
            "gather" => graph.Node("Gather", ["x", graph.Integers(4, 0, 2)], OnnxGraph.CreateAttribute("axis", 2)),
            "split" => graph.Split("x", 2, 2, 3)[1],
            _ => graph.Concat(2, graph.Slice("x", 2, 0, 1), graph.Slice("x", -1, 3, int.MaxValue)),
        };
        graph.Finish(graph.Linear(graph.Last(graph.States(selected)), Hidden, 2));

        var read = ReadBatches.AssertRead(graph);

        Assert.Equal((5, 5), (read.Network.Features, read.Network.Layers[0].InputSize));
    }

    [Theory]
    [InlineData((int)DataType.Float)]
    [InlineData((int)DataType.Int32)]
    [InlineData((int)DataType.Bool)]
    public void Read_Mask_GivesTheLengths(int type)
    {
        var graph = WithInput(13);
        graph.Graph.AddInput("mask", (DataType)type, "batch", "time");
        var mask = type == (int)DataType.Bool ? graph.Node("Cast", ["mask"], OnnxGraph.CreateAttribute("to", (long)DataType.Int32)) : "mask";
        var sum = graph.Node("ReduceSum", [mask, graph.Integers(1)], OnnxGraph.CreateAttribute("keepdims", 0));
        var lengths = type == (int)DataType.Float ? graph.Node("Cast", [sum], OnnxGraph.CreateAttribute("to", (long)DataType.Int32)) : sum;
        var layer = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose("x", 1, 0, 2), Features, Hidden, lengths: lengths);
        graph.Finish(graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 2));

        var read = ReadBatches.AssertRead(graph);

        Assert.Equal(InputKind.Lengths, read.Inputs[1].Kind);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_SortedSequences_AreRestored(bool byOrderOfTheOrder)
    {
        var graph = WithInput(13);
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var count = graph.Node("Shape", ["lengths"]);
        var sorted = graph.Graph.AddNodes("TopK", ["lengths", count], ["", ""], OnnxGraph.CreateAttribute("axis", 0));
        string inverse;
        if (byOrderOfTheOrder)
        {
            inverse = graph.Graph.AddNodes("TopK", [sorted[1], count], ["", ""], OnnxGraph.CreateAttribute("largest", 0))[1];
        }
        else
        {
            var range = graph.Node("Range", [graph.Scalar(0), graph.Squeeze(count, 0), graph.Scalar(1)]);
            var zeros = graph.Node("ConstantOfShape", [count], Zero());
            inverse = graph.Node("ScatterElements", [zeros, sorted[1], range], OnnxGraph.CreateAttribute("axis", 0));
        }

        var ordered = graph.Node("Gather", ["x", sorted[1]], OnnxGraph.CreateAttribute("axis", 0));
        var lengths = graph.Node("Cast", [sorted[0]], OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
        var first = graph.Recurrent(RecurrentCell.Gru, graph.Transpose(ordered, 1, 0, 2), Features, Hidden, "bidirectional", lengths: lengths);
        var joined = graph.Reshape(graph.Transpose(first[0], 0, 2, 1, 3), 0, 0, -1);
        var second = graph.Recurrent(RecurrentCell.Gru, joined, 2 * Hidden, Hidden, lengths: lengths);
        var restored = graph.Node("Gather", [second[1], inverse], OnnxGraph.CreateAttribute("axis", 1));
        graph.Finish(graph.Linear(graph.Squeeze(restored, 0), Hidden, 2));

        _ = ReadBatches.AssertRead(graph);
    }

    [Fact]
    public void Read_SortedSequencesThatStaySorted_AreRefused()
    {
        var graph = WithInput(13);
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var sorted = graph.Graph.AddNodes("TopK", ["lengths", graph.Node("Shape", ["lengths"])], ["", ""], OnnxGraph.CreateAttribute("axis", 0));
        var ordered = graph.Node("Gather", ["x", sorted[1]], OnnxGraph.CreateAttribute("axis", 0));
        graph.Finish(graph.Linear(graph.Last(graph.States(ordered)), Hidden, 2));

        ReadGraphs.AssertRefused("Output 'y' has the sequences in the order of their lengths, which is not supported.", graph);
    }

    [Theory]
    [InlineData("GatherElements")]
    [InlineData("GatherND with batch")]
    [InlineData("GatherND with pairs")]
    public void Read_LastValidStep_IsSelectedByLengths(string kind)
    {
        var graph = WithInput(13);
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var states = graph.States();
        var last = graph.Node("Sub", ["lengths", graph.Scalar(1)]);
        var selected = kind switch
        {
            "GatherElements" => graph.Squeeze(
                graph.Node(
                    "GatherElements",
                    [states, graph.Node("Expand", [graph.Unsqueeze(last, 1, 2), graph.Integers(1, 1, Hidden)])],
                    OnnxGraph.CreateAttribute("axis", 1)),
                1),
            "GatherND with batch" => graph.Node("GatherND", [states, graph.Unsqueeze(last, 1)], OnnxGraph.CreateAttribute("batch_dims", 1)),
            _ => graph.Node("GatherND", [states, Pairs(graph, last)]),
        };
        graph.Finish(graph.Linear(selected, Hidden, 2));

        var read = ReadBatches.AssertRead(graph);

        Assert.Equal(InputKind.Lengths, read.Inputs[1].Kind);
    }

    [Fact]
    public void Read_LastValidStepOfAReverseLayerWithoutLengths_IsRefused()
    {
        var graph = WithInput(13);
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var last = graph.Unsqueeze(graph.Node("Sub", ["lengths", graph.Scalar(1)]), 1);
        var selected = graph.Node("GatherND", [graph.States(direction: "bidirectional"), last], OnnxGraph.CreateAttribute("batch_dims", 1));
        graph.Finish(graph.Linear(selected, 2 * Hidden, 2));

        ReadGraphs.AssertRefused(
            "GatherND node 'GatherND_1': selects the last valid step, but node 'GRU_1' reads sequences in reverse without their lengths, "
                + "from the padding on.",
            graph);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_InputWithoutTimeAxis_IsOneStep(bool hasBatch)
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", hasBatch ? "batch" : 1, 3);
        var layer = graph.Recurrent(RecurrentCell.Lstm, graph.Unsqueeze("x", 0), 3, Hidden);
        var second = graph.Recurrent(RecurrentCell.Lstm, graph.Squeeze(layer[0], 1), Hidden, Hidden);
        graph.Finish(graph.Linear(graph.Squeeze(second[0], 0, 1), Hidden, 2));

        Assert.Equal(1, ReadBatches.AssertRead(graph).Inputs[0].GetFixedSize(AxisRole.Time));
    }

    [Theory]
    [InlineData(1, "Squeeze", "Identity")]
    [InlineData(2, "Identity", "Squeeze")]
    public void Read_SqueezeByABranch_IsFolded(int compared, string then, string otherwise)
    {
        var graph = WithInput(13);
        var value = graph.Linear(graph.Last(graph.States()), Hidden, 1);
        var size = graph.Node("Gather", [graph.Node("Shape", [value]), graph.Scalar(1)], OnnxGraph.CreateAttribute("axis", 0));
        var condition = graph.Node("Equal", [size, graph.Scalar(compared)]);
        graph.Graph.AddNode("If", [condition], "y", Branch("then_branch", then, value), Branch("else_branch", otherwise, value));
        graph.Graph.AddOutput("y", DataType.Float);

        var read = ReadBatches.AssertRead(graph);

        Assert.Equal([AxisRole.Batch], read.Outputs[0].Order);
    }

    [Fact]
    public void Read_SeveralInputs_AreNamed()
    {
        var graph = WithInput(13);
        graph.Input("other", "batch", "time", 2);
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Concat(2, "x", "other"), 5)), Hidden, 2));

        ReadGraphs.AssertRefused(
            "Concat node 'Concat_1': joins several inputs: 'x' and 'other'; supported: one sequence as the input of the network.", graph);
    }

    private static string Pairs(OpsetGraph graph, string last)
    {
        var count = graph.Squeeze(graph.Node("Shape", ["lengths"]), 0);
        var range = graph.Node("Range", [graph.Scalar(0), count, graph.Scalar(1)]);
        return graph.Concat(-1, graph.Unsqueeze(range, 1), graph.Unsqueeze(last, 1));
    }

    private static AttributeProto Branch(string name, string operation, string value)
    {
        var graph = new GraphProto { Name = name };
        var node = new NodeProto { OpType = operation, Input = { value }, Output = { $"{name} output" } };
        if (operation == "Squeeze")
        {
            var axes = OnnxGraph.CreateAttribute("value_ints", [1]);
            graph.Node.Add(new NodeProto { OpType = "Constant", Output = { $"{name} axes" }, Attribute = { axes } });
            node.Input.Add($"{name} axes");
        }

        graph.Node.Add(node);
        graph.Output.Add(new ValueInfoProto { Name = $"{name} output" });
        return new AttributeProto
        {
            Name = name,
            Type = AttributeProto.Types.AttributeType.Graph,
            G = Google.Protobuf.ByteString.CopyFrom(Google.Protobuf.MessageExtensions.ToByteArray(graph)),
        };
    }

    private static AttributeProto Zero() => new()
    {
        Name = "value",
        Type = AttributeProto.Types.AttributeType.Tensor,
        T = new TensorProto { DataType = (int)DataType.Int64, Dims = { 1 }, Int64Data = { 0 } },
    };
}
