using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Graphs that MlNetRecurrent cannot represent, and damaged graphs, are rejected with a message that names the problem.</summary>
public sealed class RefusedGraphTests
{
    [Fact]
    public void Read_NegativeClip_IsRefused() => AssertRefused(
        "LSTM node 'LSTM_1': attribute 'clip' is -3, expected a positive number.",
        Layer(RecurrentCell.Lstm, attributes: new AttributeProto { Name = "clip", Type = AttributeProto.Types.AttributeType.Float, F = -3 }));

    [Fact]
    public void Read_InputForgetOfAGru_IsRefused() => AssertRefused(
        "GRU node 'GRU_1': attribute 'input_forget' is not supported: only LSTM cells have a forget gate.",
        Layer(RecurrentCell.Gru, attributes: OnnxGraph.CreateAttribute("input_forget", 1)));

    [Fact]
    public void Read_UnknownActivation_IsRefused() => AssertRefused(
        "LSTM node 'LSTM_1': attribute 'activations' has 'ScaledTanh', which is not supported; supported: "
            + "Relu, Tanh, Sigmoid, Softsign, Softplus, LeakyRelu, Elu, Affine, HardSigmoid.",
        Layer(RecurrentCell.Lstm, attributes: OnnxGraph.CreateAttribute("activations", ["Sigmoid", "ScaledTanh", "Tanh"])));

    [Fact]
    public void Read_TooFewActivations_AreRefused() => AssertRefused(
        "LSTM node 'LSTM_1': attribute 'activations' has 2 names, expected 3.",
        Layer(RecurrentCell.Lstm, attributes: OnnxGraph.CreateAttribute("activations", ["Sigmoid", "Tanh"])));

    [Fact]
    public void Read_Projection_IsRefused()
    {
        var graph = Layer(RecurrentCell.Lstm);
        graph.Graph.Graph.Node[0].Attribute.Single(attribute => attribute.Name == "hidden_size").I = 5;
        AssertRefused(
            "LSTM node 'LSTM_1': attribute 'hidden_size' is 5, but weight R 'w2' has 3 columns; projections (LSTMP) are not supported.", graph);
    }

    [Fact]
    public void Read_NonzeroConstantStates_AreRefused()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", 4, 2);
        graph.Output(graph.Recurrent(RecurrentCell.Rnn, "x", 2, 3, initial: graph.Random(1, 4, 3))[0], "y", "time", 1, 4, 3);
        AssertRefused("RNN node 'RNN_1': initial_h is the constant 'w1', which differs between sequences; "
                + "supported: one state for all sequences, and inputs of the graph.", graph);
    }

    [Theory]
    [InlineData("HardSwish")]
    [InlineData("Mish")]
    [InlineData("Sin")]
    public void Read_OtherActivations_AreRefusedByOperator(string operation)
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, "x", 2, 3);
        graph.Output(graph.Node(operation, [graph.Linear(graph.Squeeze(layer[1], 0), 3, 1)]), "y", "batch", 1);
        AssertRefused(
            $"{operation} node '{operation}_1': is not supported on the output of a linear layer; supported around the recurrent layers: "
                + "operators that move values, scaling, an embedding, linear layers, activations, normalization, pooling and Softmax.",
            graph);
    }

    [Fact]
    public void Read_MultipliedDirections_AreRefused()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, "x", 2, 3, "bidirectional");
        var parts = graph.Split(layer[1], 0, 1, 1);
        graph.Output(graph.Node("Mul", [parts[0], parts[1]]), "y", 1, "batch", 3);
        AssertRefused(
            "Mul node 'Mul_1': combines the states of node 'GRU_1' and the states of node 'GRU_1': "
                + "skip connections, gates and merged layers are not supported.",
            graph);
    }

    [Fact]
    public void Read_SkippedLayer_IsRefused()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var first = graph.Recurrent(RecurrentCell.Gru, "x", 2, 3);
        var second = graph.Recurrent(RecurrentCell.Gru, graph.Squeeze(first[0], 1), 3, 3);
        graph.Output(graph.Linear(graph.Concat(-1, graph.Squeeze(first[0], 1), graph.Squeeze(second[0], 1)), 6, 1), "y", "time", "batch", 1);
        AssertRefused(
            "The states of 'GRU_1' and 'GRU_2' are concatenated as Forward, Forward; "
                + "supported: one direction, or forward and reverse in this order.",
            graph);
    }

    [Fact]
    public void Read_NoRecurrentNode_IsRefused()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "batch", 2);
        graph.Output("x", "y", "batch", 2);
        AssertRefused("The graph has no recurrent node (RNN, LSTM or GRU).", graph);
    }

    [Fact]
    public void Read_MissingInitializer_IsRefused()
    {
        var graph = Layer(RecurrentCell.Gru);
        graph.Graph.Graph.Initializer.RemoveAt(1);
        AssertRefused("GRU node 'GRU_1' reads 'w2', which is not defined: an initializer or a node is missing.", graph);
    }

    [Fact]
    public void Read_Cycle_IsRefused()
    {
        var graph = Layer(RecurrentCell.Gru);
        graph.Graph.Graph.Node[0].Input[0] = "y";
        AssertRefused("GRU node 'GRU_1' reads 'y', which a later node (Identity) produces: the nodes form a cycle or are out of order.", graph);
    }

    [Fact]
    public void Read_WeightOfAnotherShape_IsRefused()
    {
        var graph = Layer(RecurrentCell.Gru);
        graph.Graph.Graph.Initializer[0].Dims[1] = 18;
        graph.Graph.Graph.Initializer[0].Dims[2] = 1;
        AssertRefused("GRU node 'GRU_1': weight W 'w1' has the shape [1, 18, 1], expected [1, 9, 1] for 1 direction.", graph);
        graph.Graph.Graph.Initializer[0].Dims[1] = 17;
        AssertRefused("Tensor 'w1' holds 72 bytes, but its shape requires 68.", graph);
        graph.Graph.Graph.Initializer[0].Dims[1] = -1;
        AssertRefused("Tensor 'w1' has an invalid dimension of -1.", graph);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Read_NonFiniteWeight_IsRefused(float value, string text)
    {
        var graph = Layer(RecurrentCell.Gru);
        var weight = graph.Graph.Graph.Initializer[1];
        var values = TensorReader.Read(weight).FloatArray;
        values[4] = value;
        weight.ClearRawData();
        weight.FloatData.AddRange(values);
        AssertRefused($"GRU node 'GRU_1': weight R 'w2' holds {text} at index 4.", graph);
    }

    [Fact]
    public void Read_WeightAsInput_IsRefusedUnlessItsValueIsGiven()
    {
        var graph = Layer(RecurrentCell.Gru);
        var weight = graph.Graph.Graph.Initializer[0];
        graph.Graph.Graph.Initializer.RemoveAt(0);
        graph.Input("w1", 1, 9, 2);
        AssertRefused("GRU node 'GRU_1': weight W is an input of the graph ('w1'): save the model with its weights inside.", graph);
        var read = RecurrentGraphReader.Read(graph.Model(), "constant input", new Dictionary<string, TensorProto> { ["w1"] = weight });
        Assert.Equal(3, read.Network.Layers[0].HiddenSize);
    }

    [Fact]
    public void Read_OldOpset_IsRefused() => AssertRefused("The file uses opset 6; supported: 7 to 26.", Layer(RecurrentCell.Gru, opset: 6));

    [Fact]
    public void Read_GrowingConstants_AreRefused()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var grown = graph.Random(1, 9, 2);
        for (var doubling = 0; doubling < 40; doubling++)
            grown = graph.Concat(0, grown, grown);
        graph.Graph.AddOutput(graph.Graph.AddNodes("GRU", ["x", grown, graph.Random(1, 9, 3)], ["y"])[0], DataType.Float);
        AssertRefused("computed constants are much larger than the constants in the file.", graph, wholeMessage: false);
    }

    private static OpsetGraph Layer(RecurrentCell cell, long opset = 13, params AttributeProto[] attributes)
    {
        var graph = new OpsetGraph(opset);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(cell, "x", 2, 3, attributes: attributes);
        graph.Output(layer[0], "y", "time", 1, "batch", 3);
        return graph;
    }

    private static void AssertRefused(string message, OpsetGraph graph, bool wholeMessage = true)
    {
        var model = OnnxFile.Parse(graph.Model().ToByteArray(), "bad");
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentGraphReader.Read(model, "bad"));
        if (wholeMessage)
            Assert.Equal($"Model file 'bad' cannot be read as a recurrent network. {message}", exception.Message);
        else
            Assert.EndsWith(message, exception.Message, StringComparison.Ordinal);
    }
}
