using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class RecurrentStructureTests
{
    [Fact]
    public void Describe_ForeignFile_NamesItsRecurrentNodes() => Assert.Equal(
        [
            "producer pytorch 1.13.0, IR 8, opset 16, 40 nodes",
            "input x: Float [batch, time, 2]",
            "GRU '/gru/GRU': input 2, hidden 3, bidirectional, bias, linear_before_reset 1",
            "GRU '/gru/GRU_1': input 6, hidden 3, bidirectional, bias, linear_before_reset 1",
            "output y0: Float [Gemmy0_dim_0, 2]",
            "can be imported: forecast, GRU 3 bidirectional -> GRU 3 bidirectional, pooling: final state of each direction",
        ],
        RecurrentStructure.Describe(OnnxFile.Parse(FixtureFiles.Read("torch_bigru_states_by_view_opset16"), "test"), "test"));

    [Fact]
    public void Describe_FileThatCannotBeImported_SaysWhy()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Rnn, "x", 2, 3, "reverse", bias: false);
        graph.Graph.AddOutput(graph.Node("Mish", [layer[1]]), DataType.Float);
        Assert.Equal(
            [
                "producer unknown, IR 8, opset 13, 2 nodes",
                "input x: Float [time, batch, 2]",
                "RNN 'RNN_1': input 2, hidden 3, reverse, no bias",
                "output Mish_1_0: Float []",
                "cannot be imported: Mish node 'Mish_1': is not supported on the states of node 'RNN_1'; supported around the recurrent layers: "
                    + "operators that move values, scaling, an embedding, linear layers, activations, normalization, pooling and Softmax; "
                    + "ONNX Runtime scores it",
            ],
            RecurrentStructure.Describe(graph.Model(), "test"));
    }

    [Fact]
    public void Describe_PartsAroundTheCells_AreNamed()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var input = graph.Node("Relu", [graph.Linear("x", 2, 4)]);
        var activations = OnnxGraph.CreateAttribute("activations", ["Sigmoid", "Relu", "Relu"]);
        var layer = graph.Recurrent(RecurrentCell.Lstm, input, 4, 3, attributes: activations);
        var hidden = graph.Node("Tanh", [graph.Linear(graph.Squeeze(layer[1], 0), 3, 5)]);
        graph.Output(graph.Node("Sigmoid", [graph.Linear(hidden, 5, 1)]), "y", "batch", 1);

        Assert.Equal(
            "can be imported: forecast, linear 4 relu -> LSTM 3 (candidate relu, output relu), head: 5 tanh, pooling: last step, outputs: sigmoid",
            RecurrentStructure.Describe(graph.Model(), "test")[^1]);
    }

    [Fact]
    public void Describe_Loop_IsTheReason()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var compared = graph.Node("Less", ["x", graph.Random(1)]);
        graph.Output(graph.Node("Loop", [compared, "x"]), "y", "batch", 1);

        Assert.Equal(
            "cannot be imported: Loop node 'Loop_1': computes a loop of its own, which is not one of the cells RNN, LSTM and GRU; "
                + "ONNX Runtime scores it with --allow-any-graph",
            RecurrentStructure.Describe(graph.Model(), "test")[^1]);
    }
}
