using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Graphs in the style of other exporters; the importer compares every import with ONNX Runtime.</summary>
public sealed class ForeignGraphTests
{
    public static TheoryData<long> Opsets => [.. Enumerable.Range(7, 20).Select(opset => (long)opset)];

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    [Theory, MemberData(nameof(Opsets))]
    public void Import_EveryOpset_ReadsItsForms(long opset)
    {
        var graph = new OpsetGraph(opset);
        graph.Input("x", "batch", "time", 2);
        var zeros = Zeros(graph, 1, 3);
        var first = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose("x", 1, 0, 2), 2, 3, initial: zeros);
        var second = graph.Recurrent(RecurrentCell.Gru, graph.Dropout(graph.Squeeze(first[0], 1)), 3, 4, "bidirectional");
        var joined = graph.Reshape(graph.Transpose(second[0], 2, 0, 1, 3), 0, 0, -1);
        var last = graph.Squeeze(graph.Slice(joined, 1, -1, long.MaxValue), 1);
        graph.Output(graph.Node("Softmax", [graph.Linear(last, 8, 3)]), "y", "batch", 3);
        var network = Import(graph);
        Assert.Equal(RecurrentTask.Classify, network.Task);
        Assert.Equal(SequencePooling.LastStep, network.Pooling);
        Assert.Equal(["lstm", "gru"], network.Layers.Select(layer => layer.Cell.Name));
        Assert.Equal([SequenceDirection.Forward, SequenceDirection.Bidirectional], network.Layers.Select(layer => layer.Direction));
    }

    [Theory, MemberData(nameof(Cells))]
    public void Import_BareOperator_IsAnEncoder(string cell)
    {
        foreach (var direction in new[] { "forward", "reverse", "bidirectional" })
        {
            var directions = direction == "bidirectional" ? 2 : 1;
            var graph = new OpsetGraph(14);
            graph.Input("x", "time", "batch", 2);
            var outputs = graph.Recurrent(RecurrentCell.Parse(cell), "x", 2, 3, direction, bias: direction != "reverse");
            graph.Graph.AddOutput(outputs[0], DataType.Float, "time", directions, "batch", 3);
            foreach (var state in outputs[1..])
                graph.Graph.AddOutput(state, DataType.Float, directions, "batch", 3);
            var network = Import(graph);
            Assert.Equal((RecurrentTask.Encode, SequencePooling.None), (network.Task, network.Pooling));
            Assert.Equal(direction, network.Layers[0].Direction.ToString(), ignoreCase: true);
            Assert.Equal(direction != "reverse", network.Layers[0].HasBias);
        }
    }

    // The graph that tf2onnx writes for LSTM(return_sequences=True), LSTM, Dense.
    [Fact]
    public void Import_KerasStack_IsRead()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", "time", 2);
        var batch = graph.Node("Cast", [graph.Node("Shape", ["x"])], OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
        var size = graph.Node("Cast", [graph.Slice(batch, 0, 0, 1)], OnnxGraph.CreateAttribute("to", (long)DataType.Int64));
        var zeros = graph.Unsqueeze(graph.Node("ConstantOfShape", [graph.Concat(0, size, graph.Integers(3))]), 0);
        var first = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose("x", 1, 0, 2), 2, 3, initial: zeros);
        var between = graph.Transpose(graph.Squeeze(first[0], 1), 1, 0, 2);
        var second = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose(between, 1, 0, 2), 3, 3, initial: zeros);
        graph.Output(graph.Linear(graph.Squeeze(second[1], 0), 3, 2), "dense", "batch", 2);
        var network = Import(graph);
        Assert.Equal(
            (RecurrentTask.Forecast, SequencePooling.FinalState, 2, 2),
            (network.Task, network.Pooling, network.Layers.Count, network.Forecast.Targets));
    }

    // Dense at every step is a matrix product with [batch * time, width], which is reshaped back afterwards.
    [Fact]
    public void Import_KerasDenseAtEveryStep_IsRead()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", "time", 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), 2, 3);
        var sequence = graph.Transpose(graph.Squeeze(layer[0], 1), 1, 0, 2);
        var shape = graph.Node("Shape", [sequence]);
        var free = graph.Node("Gather", [shape, graph.Integers(0, 1)], OnnxGraph.CreateAttribute("axis", 0));
        var rows = graph.Node("ReduceProd", [free], OnnxGraph.CreateAttribute("axes", [0L]), OnnxGraph.CreateAttribute("keepdims", 1));
        var product = graph.Node("MatMul", [graph.Node("Reshape", [sequence, graph.Concat(0, rows, graph.Integers(3))]), graph.Random(3, 4)]);
        var scores = graph.Node("Add", [graph.Node("Reshape", [product, graph.Concat(0, free, graph.Integers(4))]), graph.Random(4)]);
        graph.Output(graph.Node("Softmax", [scores], OnnxGraph.CreateAttribute("axis", -1)), "y", "batch", "time", 4);
        var network = Import(graph);
        Assert.Equal((RecurrentTask.Tag, SequencePooling.None, 4), (network.Task, network.Pooling, network.Classes));
    }

    [Theory]
    [InlineData("reverse operator")]
    [InlineData("ReverseSequence")]
    [InlineData("Slice")]
    public void Import_KerasBidirectionalOfTwoNodes_IsOneLayer(string reversal)
    {
        foreach (var everyStep in new[] { true, false })
        {
            var graph = new OpsetGraph(13);
            graph.Input("x", "batch", "time", 2);
            var input = graph.Transpose("x", 1, 0, 2);
            var forward = graph.Recurrent(RecurrentCell.Lstm, input, 2, 3);
            var backward = graph.Recurrent(RecurrentCell.Lstm, Reversed(input), 2, 3, reversal == "reverse operator" ? "reverse" : "forward");
            var joined = everyStep
                ? graph.Concat(-1, graph.Squeeze(forward[0], 1), Reversed(graph.Squeeze(backward[0], 1)))
                : graph.Concat(-1, graph.Squeeze(forward[1], 0), graph.Squeeze(backward[1], 0));
            graph.Output(graph.Linear(joined, 6, 1), "y", everyStep ? ["time", "batch", 1] : ["batch", 1]);
            var network = Import(graph);
            Assert.Equal(SequenceDirection.Bidirectional, Assert.Single(network.Layers).Direction);
            Assert.Equal(everyStep ? SequencePooling.None : SequencePooling.FinalState, network.Pooling);

            string Reversed(string value) => reversal switch
            {
                "Slice" => graph.Slice(value, 0, -1, -long.MaxValue, -1),
                "ReverseSequence" => graph.Node(
                    "ReverseSequence", [value, graph.Node("Expand", [graph.Size("x", 1), graph.Size("x", 0)])],
                    OnnxGraph.CreateAttribute("time_axis", 0), OnnxGraph.CreateAttribute("batch_axis", 1)),
                _ => value,
            };
        }
    }

    [Fact]
    public void Import_BidirectionalSplitIntoDirections_IsConcatenatedAgain()
    {
        var graph = new OpsetGraph(11);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, "x", 2, 3, "bidirectional");
        var parts = graph.Split(layer[0], 1, 1, 1);
        var next = graph.Recurrent(RecurrentCell.Rnn, graph.Concat(2, graph.Squeeze(parts[0], 1), graph.Squeeze(parts[1], 1)), 6, 4);
        graph.Output(graph.Linear(graph.Squeeze(next[1], 0), 4, 2), "y", "batch", 2);
        Assert.Equal(2, Import(graph).Layers.Count);
    }

    [Fact]
    public void Import_OneDirectionUsed_LeavesTheOtherOut()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Lstm, "x", 2, 3, "bidirectional");
        graph.Output(graph.Linear(graph.Node("Gather", [layer[1], graph.Scalar(-1)]), 3, 2), "y", "batch", 2);
        var imported = TestImports.Import(graph.Model().ToByteArray());
        using var network = imported.Network;
        Assert.Equal(["Only one direction of node 'LSTM_1' is used; the other one is left out."], imported.Warnings);
        Assert.Equal(SequenceDirection.Reverse, network.Description.Layers[0].Direction);
        Assert.NotNull(imported.ParityError);
    }

    [Fact]
    public void Import_LengthsAsInput_AreSupported()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        graph.Graph.AddInput("lengths", DataType.Int64, "batch");
        var lengths = graph.Node("Cast", ["lengths"], OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
        var layer = graph.Recurrent(RecurrentCell.Gru, "x", 2, 3, lengths: lengths);
        graph.Output(graph.Linear(graph.Squeeze(layer[1], 0), 3, 2), "y", "batch", 2);
        Assert.Equal(SequencePooling.FinalState, Import(graph).Pooling);
    }

    [Fact]
    public void Import_BatchwiseLayout_IsReadWithAWarningAboutTheComparison()
    {
        var graph = new OpsetGraph(14);
        graph.Input("x", "batch", "time", 2);
        var layer = graph.Recurrent(RecurrentCell.Lstm, "x", 2, 3, "bidirectional", attributes: OnnxGraph.CreateAttribute("layout", 1));
        graph.Output(graph.Linear(graph.Reshape(layer[1], 0, 6), 6, 2), "y", "batch", 2);
        var imported = TestImports.Import(graph.Model().ToByteArray());
        using var network = imported.Network;
        Assert.Null(imported.ParityError);
        Assert.StartsWith(
            "The import was not compared with the file, which ONNX Runtime cannot run: ",
            Assert.Single(imported.Warnings),
            StringComparison.Ordinal);
        Assert.Equal(SequencePooling.FinalState, network.Description.Pooling);
    }

    [Fact]
    public void Import_GruOfPyTorchWithoutLinearBeforeReset_Warns()
    {
        var graph = new OpsetGraph(18);
        graph.Input("x", "time", "batch", 2);
        graph.Graph.AddOutput(graph.Recurrent(RecurrentCell.GruResetBefore, "x", 2, 3)[0], DataType.Float, "time", 1, "batch", 3);
        var imported = TestImports.Import(graph.Model("pytorch").ToByteArray());
        using var network = imported.Network;
        Assert.Equal(
            [
                "GRU node 'GRU_1' has no linear_before_reset=1, but PyTorch's GRU applies its reset gate after the recurrent product: "
                    + "PyTorch's dynamo exporter left the attribute out, so the file, and with it the import, "
                    + "may produce different values than the original module.",
            ],
            imported.Warnings);
    }

    [Fact]
    public void Import_TypedFieldsAndOldInitializersAsInputs_AreRead()
    {
        var graph = new OpsetGraph(8);
        graph.Input("x", "time", "batch", 2);
        graph.Output(graph.Squeeze(graph.Recurrent(RecurrentCell.Rnn, "x", 2, 3)[1], 0), "y", "batch", 3);
        var model = graph.Model();
        model.IrVersion = 3;
        foreach (var tensor in model.Graph.Initializer)
        {
            if (tensor.DataType == (int)DataType.Float)
            {
                tensor.FloatData.AddRange(TensorReader.Read(tensor).FloatArray);
                tensor.ClearRawData();
            }

            var shape = new TensorShapeProto();
            shape.Dim.AddRange(tensor.Dims.Select(dimension => new TensorShapeProto.Types.Dimension { DimValue = dimension }));
            var type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = tensor.DataType, Shape = shape } };
            model.Graph.Input.Add(new ValueInfoProto { Name = tensor.Name, Type = type });
        }

        using var network = TestImports.Import(model.ToByteArray()).Network;
        Assert.Equal(RecurrentTask.Encode, network.Description.Task);
    }

    [Fact]
    public void Import_MisreadGraph_IsRefusedByTheComparison()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        graph.Output(graph.Recurrent(RecurrentCell.Lstm, "x", 2, 3)[0], "y", "time", 1, "batch", 3);
        var options = new ImportOptions { ParityTolerance = -1 };
        var exception = Assert.Throws<RecurrentModelException>(() => OnnxImporter.Import(graph.Model().ToByteArray(), "strict", options));
        Assert.Contains(
            "more than the tolerance -1. The graph contains an unsupported computation: nothing was imported.",
            exception.Message,
            StringComparison.Ordinal);
    }

    private static NetworkDescription Import(OpsetGraph graph)
    {
        using var network = TestImports.ImportWithoutWarning(graph.Model().ToByteArray()).Network;
        return network.Description;
    }

    // Zeros for each sequence, by the operators that the opset provides.
    private static string Zeros(OpsetGraph graph, long directions, long hidden)
    {
        if (graph.Opset == 7)
        {
            var zero = graph.Graph.AddConstant("zero", new float[directions * hidden], directions, 1, hidden);
            return graph.Node("Tile", [zero, graph.Concat(0, graph.Integers(1), graph.Size("x", 0), graph.Integers(1))]);
        }

        var shape = graph.Concat(0, graph.Integers(directions), graph.Size("x", 0), graph.Integers(hidden));
        return graph.Opset >= 9
            ? graph.Node("ConstantOfShape", [shape])
            : graph.Node("Expand", [graph.Graph.AddConstant("zero", [0f], 1, 1, 1), shape]);
    }
}
