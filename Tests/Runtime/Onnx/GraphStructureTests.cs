using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>The roles of inputs and outputs are found also where the reader does not understand what the graph computes.</summary>
public sealed class GraphStructureTests
{
    [Fact]
    public void ReadStructure_StatesAroundAnUnknownOperator_ArePairedWithTheirOutputs()
    {
        var graph = new OpsetGraph(13);
        graph.Input("obs", "batch", 1, 3);
        graph.Input("state", 1, "batch", 4);
        var sequence = graph.Transpose(graph.Node("Mish", ["obs"]), 1, 0, 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, sequence, 3, 4, initial: "state");
        graph.Output(graph.Node("Mish", [layer[0]]), "action", 1, 1, "batch", 4);
        graph.Output(layer[1], "next", 1, "batch", 4);

        var structure = RecurrentGraphReader.ReadStructure(graph.Model());

        Assert.Equal([InputKind.Sequence, InputKind.State], structure.Inputs.Select(input => input.Kind));
        Assert.Equal([OutputKind.Computed, OutputKind.State], structure.Outputs.Select(output => output.Kind));
        Assert.Equal("state", structure.Outputs[1].StateInput);
        Assert.True(structure.HasRecurrentNode);
    }

    [Fact]
    public void ReadStructure_SeveralStatesInOneInput_BelongToTheOutputThatHoldsThem()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", 1, "batch", 3);
        graph.Input("states", 2, "batch", 4);
        var parts = graph.Split("states", 0, 1, 1);
        var first = graph.Recurrent(RecurrentCell.Gru, "x", 3, 4, initial: parts[0]);
        var second = graph.Recurrent(RecurrentCell.Gru, graph.Squeeze(first[0], 1), 4, 4, initial: parts[1]);
        graph.Output(second[0], "y", 1, 1, "batch", 4);
        graph.Output(graph.Concat(0, first[1], second[1]), "next", 2, "batch", 4);

        var structure = RecurrentGraphReader.ReadStructure(graph.Model());

        Assert.Equal((OutputKind.State, "states"), (structure.Outputs[1].Kind, structure.Outputs[1].StateInput));
        Assert.Equal([(AxisRole.Unknown, 2L), (AxisRole.Batch, null), (AxisRole.Unknown, 4L)], structure.Inputs[1].Axes!);
    }

    [Fact]
    public void ReadStructure_LengthsStaticFeaturesAndUnusedInputs_AreToldApart()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", "time", 3);
        graph.Graph.AddInput("lengths", DataType.Int32, "batch");
        graph.Input("static", "batch", 2);
        graph.Input("unused", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, graph.Transpose("x", 1, 0, 2), 3, 4, lengths: "lengths");
        var joined = graph.Concat(1, graph.Squeeze(layer[1], 0), "static");
        graph.Output(graph.Linear(joined, 6, 1), "y", "batch", 1);

        var structure = RecurrentGraphReader.ReadStructure(graph.Model());

        Assert.Equal(
            [InputKind.Sequence, InputKind.Lengths, InputKind.Other, InputKind.Unused], structure.Inputs.Select(input => input.Kind));
        Assert.Equal([(AxisRole.Batch, null), (AxisRole.Time, null), (AxisRole.Feature, 3L)], structure.Inputs[0].Axes!);
    }

    [Fact]
    public void ReadStructure_ConstantsEchoesAndLabels_AreMarked()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Rnn, "x", 2, 3);
        var classes = graph.Node("Softmax", [graph.Linear(graph.Squeeze(layer[1], 0), 3, 4)], OnnxGraph.CreateAttribute("axis", -1));
        graph.Output(classes, "probabilities", "batch", 4);
        graph.Output(graph.Node("ArgMax", [classes], OnnxGraph.CreateAttribute("axis", 1)), "label", "batch", 1);
        graph.Output(graph.Random(1), "version", 1);
        graph.Output(graph.Node("Shape", ["x"]), "size", 3);
        graph.Output(graph.Transpose("x", 1, 0, 2), "echo", "batch", "time", 2);

        var structure = RecurrentGraphReader.ReadStructure(graph.Model());

        Assert.Equal(
            [OutputKind.Computed, OutputKind.Label, OutputKind.Constant, OutputKind.Constant, OutputKind.Echo],
            structure.Outputs.Select(output => output.Kind));
        // The network is read; what is not of it is left out.
        var read = RecurrentGraphReader.Read(graph.Model(), "classifier");
        Assert.Equal("probabilities", Assert.Single(read.Outputs).Name);
    }

    [Fact]
    public void Read_NamedOutput_LeavesOutTheOther()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var state = graph.Squeeze(graph.Recurrent(RecurrentCell.Rnn, "x", 2, 3)[1], 0);
        graph.Output(graph.Linear(state, 3, 2), "policy", "batch", 2);
        graph.Output(graph.Linear(state, 3, 1), "value", "batch", 1);

        Assert.Equal(2, RecurrentGraphReader.Read(graph.Model(), "m", output: "policy").Network.OutputSize);
        Assert.Equal(1, RecurrentGraphReader.Read(graph.Model(), "m", output: "value").Network.OutputSize);
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentGraphReader.Read(graph.Model(), "m", output: "reward"));
        Assert.Equal("There is no output 'reward'; the graph has the outputs 'policy', 'value'.", exception.InnerException!.Message);
    }

    [Fact]
    public void Read_WithoutRecurrentNode_SaysSo()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", 2);
        graph.Output(graph.Linear("x", 2, 1), "y", "batch", 1);

        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentGraphReader.Read(graph.Model(), "m"));

        Assert.Equal("The graph has no recurrent node (RNN, LSTM or GRU).", exception.InnerException!.Message);
        Assert.False(RecurrentGraphReader.ReadStructure(graph.Model()).HasRecurrentNode);
    }

    [Fact]
    public void ReadStructure_FinalStatesBesideAnotherOutput_AreMarked()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Lstm, "x", 2, 3, "bidirectional");
        graph.Output(layer[0], "y");
        graph.Output(layer[1], "hn");
        graph.Output(layer[2], "cn");

        Assert.Equal(
            [OutputKind.Computed, OutputKind.FinalState, OutputKind.FinalState],
            RecurrentGraphReader.ReadStructure(graph.Model()).Outputs.Select(output => output.Kind));
    }
}
