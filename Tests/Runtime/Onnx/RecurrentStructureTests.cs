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
                    + "operators that move values, scaling, an embedding, linear layers, activations, normalization, pooling and Softmax.",
            ],
            RecurrentStructure.Describe(graph.Model(), "test"));
    }
}
