using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Linear layers and convolutions before the recurrent layers.</summary>
public sealed class ConvolutionReadingTests
{
    [Theory]
    [InlineData(3, 1, 1)]
    [InlineData(3, 0, 0)]
    [InlineData(3, 2, 0)]
    [InlineData(2, 0, 1)]
    [InlineData(1, 0, 0)]
    public void Read_ConvolutionOfPyTorch_IsALayer(int kernel, int before, int after)
    {
        var graph = WithInput();
        var convolved = graph.Node(
            "Conv",
            [graph.Transpose("x", 0, 2, 1), graph.Random(4, Features, kernel), graph.Random(4)],
            OnnxGraph.CreateAttribute("pads", [before, after]),
            OnnxGraph.CreateAttribute("kernel_shape", [(long)kernel]),
            OnnxGraph.CreateAttribute("strides", [1L]));
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Transpose(graph.Node("Relu", [convolved]), 0, 2, 1), 4)), Hidden, 2));
        var layer = Assert.Single(ReadGraphs.AssertRead(graph).Layers[0].InputLayers);
        Assert.Equal((kernel, before, after, 4), (layer.KernelSize, layer.PaddingBefore, layer.PaddingAfter, layer.OutputSize));
        Assert.Equal(ActivationFunction.Relu, layer.Activation);
    }

    [Theory]
    [InlineData("SAME_UPPER", 4, 1, 2)]
    [InlineData("SAME_LOWER", 4, 2, 1)]
    [InlineData("VALID", 3, 0, 0)]
    public void Read_ConvolutionOfKeras_IsALayer(string padding, int kernel, int before, int after)
    {
        // tf2onnx: [batch, time, features] -> [batch, features, 1, time]
        var graph = WithInput(13);
        var image = graph.Transpose(graph.Unsqueeze("x", 1), 0, 3, 1, 2);
        var convolved = graph.Node("Conv", [image, graph.Random(4, Features, 1, kernel)], OnnxGraph.CreateAttribute("auto_pad", padding));
        var values = graph.Squeeze(graph.Transpose(convolved, 0, 2, 3, 1), 1);
        var hidden = graph.Node("Relu", [graph.Node("Add", [values, graph.Random(4)])]);
        graph.Finish(graph.Linear(graph.Last(graph.States(hidden, 4)), Hidden, 2));
        var layer = Assert.Single(ReadGraphs.AssertRead(graph).Layers[0].InputLayers);
        Assert.Equal((kernel, before, after), (layer.KernelSize, layer.PaddingBefore, layer.PaddingAfter));
    }

    [Fact]
    public void Read_SeveralConvolutionsAndNormalizations_AreLayers()
    {
        var graph = WithInput();
        var values = graph.BatchNormalization(graph.Transpose("x", 0, 2, 1), Features);
        values = graph.Node("Relu", [graph.BatchNormalization(Convolve(values, Features, 4, 3), 4)]);
        values = graph.BatchNormalization(graph.Node("Relu", [Convolve(values, 4, 6, 3)]), 6);
        values = graph.Node("Tanh", [Convolve(values, 6, 4, 2)]);
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Transpose(values, 0, 2, 1), 4, "bidirectional")), 2 * Hidden, 2));
        ReadGraphs.AssertRead(graph, steps: 9);

        string Convolve(string value, int inputs, int outputs, int kernel) => graph.Node(
            "Conv",
            [value, graph.Random(outputs, inputs, kernel), graph.Random(outputs)],
            OnnxGraph.CreateAttribute("pads", [kernel - 2, 1]));
    }

    [Fact]
    public void Read_ConvolutionOfTransposedInput_IsALayer()
    {
        var graph = new OpsetGraph(17);
        graph.Input("x", "batch", Features, "time");
        var convolved = graph.Node("Conv", ["x", graph.Random(4, Features, 3)], OnnxGraph.CreateAttribute("pads", [1L, 1]));
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Transpose(convolved, 0, 2, 1), 4)), Hidden, 2));
        ReadGraphs.AssertRead(graph);
    }

    [Theory]
    [InlineData("strides", "attribute 'strides' is [2]; supported: 1")]
    [InlineData("dilations", "attribute 'dilations' is [2]; supported: 1")]
    public void Read_OtherConvolution_IsRefused(string attribute, string message)
    {
        var graph = WithInput();
        var convolved = graph.Node(
            "Conv", [graph.Transpose("x", 0, 2, 1), graph.Random(4, Features, 3)], OnnxGraph.CreateAttribute(attribute, [2L]));
        graph.Finish(graph.Last(graph.States(graph.Transpose(convolved, 0, 2, 1), 4)));
        ReadGraphs.AssertRefused($"Conv node 'Conv_1': {message}.", graph);
    }

    [Fact]
    public void Read_GroupedConvolution_IsRefused()
    {
        var graph = WithInput();
        var convolved = graph.Node("Conv", [graph.Transpose("x", 0, 2, 1), graph.Random(3, 1, 3)], OnnxGraph.CreateAttribute("group", 3));
        graph.Finish(graph.Last(graph.States(graph.Transpose(convolved, 0, 2, 1))));
        ReadGraphs.AssertRefused("Conv node 'Conv_1': attribute 'group' is 3, expected 1.", graph);
    }

    [Theory]
    [InlineData("relu")]
    [InlineData("none")]
    [InlineData("reshape")]
    [InlineData("scaled")]
    [InlineData("two")]
    public void Read_LinearLayersOfTheInput_AreLayers(string form)
    {
        var graph = WithInput();
        var values = form switch
        {
            "reshape" => graph.Node(
                "Reshape",
                [
                    graph.Node("Relu", [graph.Linear(graph.Reshape("x", -1, Features), Features, 4)]),
                    graph.Concat(0, graph.Integers(-1), graph.Size("x", 1), graph.Integers(4)),
                ]),
            "scaled" => graph.Linear(graph.Node("Div", [graph.Node("Sub", ["x", graph.Random(Features)]), graph.Floats(1, -2, 3)]), Features, 4),
            "two" => graph.Node("Tanh", [graph.Linear(graph.Node("Relu", [graph.Linear("x", Features, 6)]), 6, 4)]),
            "none" => graph.Linear("x", Features, 4),
            _ => graph.Node("Relu", [graph.Linear("x", Features, 4)]),
        };
        graph.Finish(graph.Linear(graph.Last(graph.States(values, 4)), Hidden, 2));
        Assert.Equal(form == "two" ? 2 : 1, ReadGraphs.AssertRead(graph).Layers[0].InputLayers.Count);
    }

    [Fact]
    public void Read_ActivationOfTheInput_IsALayer()
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Node("Tanh", [graph.Node("Mul", ["x", graph.Float(0.5f)])]))), Hidden, 2));
        var layer = Assert.Single(ReadGraphs.AssertRead(graph).Layers[0].InputLayers);
        Assert.Equal((Features, Features, ActivationFunction.Tanh), (layer.InputSize, layer.OutputSize, layer.Activation));
    }

    [Fact]
    public void Read_LayerBetweenEmbeddingAndRecurrentLayer_IsALayer()
    {
        var graph = new OpsetGraph(17);
        graph.Graph.AddInput("x", TensorProto.Types.DataType.Int64, "batch", "time");
        var embedded = graph.Node("Mul", [graph.Node("Gather", [graph.Random(7, Features), "x"]), graph.Random(Features)]);
        graph.Finish(graph.Linear(graph.Last(graph.States(graph.Node("Relu", [graph.Linear(embedded, Features, 4)]), 4)), Hidden, 2));
        Assert.Single(ReadGraphs.AssertRead(graph).Layers[0].InputLayers);
    }
}
