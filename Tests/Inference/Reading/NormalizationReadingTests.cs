using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Batch normalization and other affine maps, which are folded into their neighbors, and layer normalization.</summary>
public sealed class NormalizationReadingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_BatchNormalizationOfTheInput_IsFolded(bool positive)
    {
        var graph = WithInput();
        var scale = positive ? graph.Floats(0.5f, 2, 1) : graph.Floats(0.5f, -2, 0);
        var normalized = graph.Node(
            "BatchNormalization",
            [graph.Transpose("x", 0, 2, 1), scale, graph.Random(3), graph.Random(3), graph.Floats(0.5f, 1, 2)],
            OnnxGraph.CreateAttribute("epsilon", 1e-3f));
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Transpose(normalized, 0, 2, 1))), Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal(positive ? InputNormalization.Standard : InputNormalization.None, network.Normalization);
        Assert.Empty(network.Layers[0].InputLayers);
    }

    [Fact]
    public void Read_BatchNormalizationOfUnsqueezedInput_IsFolded()
    {
        var graph = WithInput();
        // tf2onnx: [batch, time, features] -> [batch, features, time, 1]
        var image = graph.Transpose(graph.Unsqueeze("x", 2), 0, 3, 1, 2);
        var normalized = graph.Squeeze(graph.Transpose(graph.BatchNormalization(image, Features), 0, 2, 3, 1), 2);
        graph.Finish(graph.Linear(graph.Last(graph.States(normalized)), Hidden, 2));
        ReadGraphs.AssertRead(graph);
    }

    [Theory]
    [InlineData("states")]
    [InlineData("last")]
    [InlineData("hidden layer")]
    [InlineData("after activation")]
    [InlineData("outputs")]
    [InlineData("before max pooling")]
    public void Read_BatchNormalization_IsFoldedAnywhere(string place)
    {
        var graph = WithInput();
        var states = graph.States();
        if (place is "states" or "before max pooling")
        {
            var scale = graph.Floats(1, 0.5f, 2, 0.25f, place == "states" ? -1 : 1);
            string[] inputs = [graph.Transpose(states, 0, 2, 1), scale, graph.Random(5), graph.Random(5), graph.Floats(1, 2, 3, 4, 5)];
            states = graph.Transpose(graph.Node("BatchNormalization", inputs), 0, 2, 1);
        }

        var pooled = place == "before max pooling"
            ? graph.Node("ReduceMax", [states], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0))
            : graph.Last(states);
        if (place == "last")
            pooled = graph.BatchNormalization(pooled, Hidden);
        var hidden = graph.Linear(pooled, Hidden, 4);
        if (place == "hidden layer")
            hidden = graph.BatchNormalization(hidden, 4);
        hidden = graph.Node("Relu", [hidden]);
        if (place == "after activation")
            hidden = graph.BatchNormalization(hidden, 4);
        var output = graph.Linear(hidden, 4, 2);
        graph.Finish(place == "outputs" ? graph.BatchNormalization(output, 2) : output);
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((1, 4), (network.HeadLayers.Count, network.HeadLayers[0].OutputSize));
    }

    [Theory]
    [InlineData("bidirectional")]
    [InlineData("forward")]
    public void Read_BatchNormalizationBetweenRecurrentLayers_IsFoldedIntoTheWeights(string direction)
    {
        var graph = WithInput();
        var width = direction == "forward" ? Hidden : 2 * Hidden;
        var normalized = graph.Transpose(
            graph.BatchNormalization(graph.Transpose(graph.States(direction: direction), 0, 2, 1), width), 0, 2, 1);
        graph.Finish(graph.Linear(graph.Last(graph.States(normalized, width, direction)), width, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Empty(network.Layers[1].InputLayers);
        Assert.Equal(width, network.Layers[1].InputSize);
    }

    [Fact]
    public void Read_ShiftBeforeALayerWithoutBiases_GivesItBiases()
    {
        var graph = WithInput();
        var shifted = graph.Node("Mul", [graph.Node("Sub", [graph.States(), graph.Random(Hidden)]), graph.Random(Hidden)]);
        var layer = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose(shifted, 1, 0, 2), Hidden, Hidden, bias: false);
        graph.Finish(graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 2));
        Assert.True(ReadGraphs.AssertRead(graph).Layers[1].HasBias);
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("decomposed")]
    [InlineData("decomposed, squares by Mul")]
    [InlineData("decomposed, reciprocal")]
    [InlineData("Keras")]
    public void Read_LayerNormalizationBeforeTheHead_IsFound(string form)
    {
        var graph = WithInput();
        var normalized = LayerNormalization(graph, graph.Last(graph.States()), form);
        graph.Finish(graph.Linear(normalized, Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((false, true, 1e-3), (network.HasLayerNormalization, network.HasHeadNormalization, network.LayerNormalizationEpsilon));
    }

    [Theory]
    [InlineData("operator")]
    [InlineData("decomposed")]
    [InlineData("Keras")]
    public void Read_LayerNormalizationAfterEveryLayer_IsThatOfTheLayers(string form)
    {
        var graph = WithInput();
        var first = LayerNormalization(graph, graph.States(direction: "bidirectional"), form, 2 * Hidden);
        var second = LayerNormalization(graph, graph.States(first, 2 * Hidden), form);
        var mean = graph.Node("ReduceMean", [second], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
        graph.Finish(graph.Linear(graph.Node("Relu", [graph.Linear(mean, Hidden, 4)]), 4, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((true, false), (network.HasLayerNormalization, network.HasHeadNormalization));
    }

    [Fact]
    public void Read_LayerNormalizationAfterPooling_IsThatOfTheHead()
    {
        var graph = WithInput();
        var mean = graph.Node("ReduceMean", [graph.States()], OnnxGraph.CreateAttribute("axes", [1L]), OnnxGraph.CreateAttribute("keepdims", 0));
        graph.Finish(graph.Linear(LayerNormalization(graph, mean, "operator"), Hidden, 2));
        var network = ReadGraphs.AssertRead(graph);
        Assert.Equal((false, true, SequencePooling.Mean), (network.HasLayerNormalization, network.HasHeadNormalization, network.Pooling));
    }

    [Fact]
    public void Read_LayerNormalizationAfterSomeLayers_IsRefused()
    {
        var graph = WithInput();
        var first = LayerNormalization(graph, graph.States(), "operator");
        graph.Finish(graph.Linear(graph.Last(graph.States(first, Hidden)), Hidden, 2));
        ReadGraphs.AssertRefused(
            "Layer normalization follows some of the recurrent layers; supported: after every recurrent layer, or before the head.", graph);
    }

    [Fact]
    public void Read_LayerNormalizationOfALinearLayer_IsRefused()
    {
        var graph = WithInput();
        var hidden = graph.Linear(graph.Last(graph.States()), Hidden, Hidden);
        graph.Finish(graph.Linear(LayerNormalization(graph, hidden, "operator"), Hidden, 2));
        ReadGraphs.AssertRefused(
            "LayerNormalization node 'LayerNormalization_1': normalizes the output of a linear layer; "
                + "supported: layer normalization directly after the recurrent layers or after pooling.",
            graph);
    }

    [Fact]
    public void Read_BatchNormalizationInTraining_IsRefused()
    {
        var graph = WithInput();
        string[] inputs = [graph.Last(graph.States()), graph.Random(5), graph.Random(5), graph.Random(5), graph.Random(5)];
        graph.Finish(graph.Node("BatchNormalization", inputs, OnnxGraph.CreateAttribute("training_mode", 1)));
        ReadGraphs.AssertRefused(
            "BatchNormalization node 'BatchNormalization_1': is in training mode: export the model for inference.", graph);
    }

    private static string LayerNormalization(OpsetGraph graph, string value, string form, int size = Hidden)
    {
        var (scale, shift) = (graph.Random(size), graph.Random(size));
        if (form == "operator")
        {
            return graph.Node(
                "LayerNormalization", [value, scale, shift], OnnxGraph.CreateAttribute("axis", -1), OnnxGraph.CreateAttribute("epsilon", 1e-3f));
        }

        var mean = Mean(value);
        var centered = graph.Node("Sub", [value, mean]);
        var square = form == "decomposed, squares by Mul" ? graph.Node("Mul", [centered, centered]) : graph.Node("Pow", [centered, graph.Float(2)]);
        var deviation = graph.Node("Sqrt", [graph.Node("Add", [Mean(square), graph.Float(1e-3f)])]);
        if (form == "Keras")
        {
            var reciprocal = graph.Node("Mul", [graph.Node("Reciprocal", [deviation]), scale]);
            var offset = graph.Node("Sub", [shift, graph.Node("Mul", [mean, reciprocal])]);
            return graph.Node("Add", [graph.Node("Mul", [value, reciprocal]), offset]);
        }

        var normalized = form == "decomposed, reciprocal"
            ? graph.Node("Mul", [centered, graph.Node("Reciprocal", [deviation])])
            : graph.Node("Div", [centered, deviation]);
        return graph.Node("Add", [graph.Node("Mul", [normalized, scale]), shift]);

        string Mean(string values) => graph.Node("ReduceMean", [values], OnnxGraph.CreateAttribute("axes", [-1L]));
    }
}
