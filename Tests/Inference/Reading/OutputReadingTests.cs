using MlNetRecurrent.Onnx;
using Xunit;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static MlNetRecurrent.Tests.LayerGraphs;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Graphs with several outputs: labels, constants, echoes of the input and further heads.</summary>
public sealed class OutputReadingTests
{
    [Fact]
    public void Read_LabelBesideProbabilities_IsLeftOut()
    {
        var graph = WithInput();
        var probabilities = graph.Node("Softmax", [graph.Linear(graph.Last(graph.States()), Hidden, 4)]);
        graph.Finish(probabilities);
        var index = graph.Node("ArgMax", [probabilities], OnnxGraph.CreateAttribute("axis", 1), OnnxGraph.CreateAttribute("keepdims", 0));
        graph.Graph.AddNode("Cast", [index], "label", OnnxGraph.CreateAttribute("to", (long)DataType.Int32));
        graph.Graph.AddOutput("label", DataType.Int32);
        var read = ReadGraphs.AssertRead(graph.Model());
        Assert.Equal((RecurrentTask.Classify, 1), (read.Network.Task, read.Outputs.Count));
        Assert.Equal(["Output 'label' holds the label that belongs to the probabilities and is left out."], read.Warnings);
    }

    [Fact]
    public void Read_ThresholdBesideASigmoid_IsLeftOut()
    {
        var graph = WithInput();
        var score = graph.Node("Sigmoid", [graph.Linear(graph.Last(graph.States()), Hidden, 1)]);
        graph.Finish(score);
        graph.Graph.AddNode("Greater", [score, graph.Float(0.5f)], "isOne");
        graph.Graph.AddOutput("isOne", DataType.Bool);
        Assert.Equal("sigmoid", $"{ReadGraphs.AssertRead(graph).OutputActivation}");
    }

    [Fact]
    public void Read_ConstantAndEcho_AreLeftOut()
    {
        var graph = WithInput();
        graph.Finish(graph.Linear(graph.Last(graph.States()), Hidden, 2));
        graph.Graph.AddNode("Identity", [graph.Float(3)], "version");
        graph.Graph.AddOutput("version", DataType.Float);
        graph.Graph.AddNode("Identity", ["x"], "echo");
        graph.Graph.AddOutput("echo", DataType.Float);
        var read = ReadGraphs.AssertRead(graph.Model());
        Assert.Equal(
            ["Output 'version' holds a constant and is left out.", "Output 'echo' holds values of input 'x' and is left out."], read.Warnings);
    }

    [Fact]
    public void Read_SeveralHeads_AreChosenByName()
    {
        var graph = WithInput();
        var last = graph.Last(graph.States());
        graph.Output(graph.Linear(last, Hidden, 2), "policy");
        graph.Output(graph.Node("Tanh", [graph.Linear(last, Hidden, 1)]), "value");
        ReadGraphs.AssertRefused("The graph has several outputs: 'policy' and 'value'. Choose one of them by its name.", graph);
        ReadGraphs.AssertRefused("There is no output 'other'; the graph has the outputs 'policy', 'value'.", graph, "other");
        Assert.Equal(2, ReadGraphs.AssertRead(graph, "policy").Forecast.Targets);
        Assert.Equal("tanh", $"{ReadGraphs.AssertRead(graph, "value").OutputActivation}");
    }

    [Fact]
    public void Read_OutputThatIsNotUnderstood_IsLeftOutIfAnotherIsChosen()
    {
        var graph = WithInput();
        var last = graph.Last(graph.States());
        graph.Output(graph.Linear(last, Hidden, 2), "y");
        graph.Output(graph.Node("Mul", [last, graph.Linear(last, Hidden, Hidden)]), "gated");
        ReadGraphs.AssertRefused(
            "Mul node 'Mul_1': combines the states of node 'GRU_1' and the output of a linear layer: "
                + "skip connections, gates and merged layers are not supported.",
            graph);
        ReadGraphs.AssertRead(graph, "y");
    }

    [Fact]
    public void Read_FinalStatesBesideAHead_AreStates()
    {
        var graph = WithInput();
        var layer = graph.Recurrent(RecurrentCell.Lstm, graph.Transpose("x", 1, 0, 2), Features, Hidden);
        graph.Finish(graph.Node("Relu", [graph.Linear(graph.Squeeze(layer[1], 0), Hidden, 2)]));
        graph.Output(layer[1], "h");
        graph.Output(layer[2], "c");
        Assert.Equal(3, ReadGraphs.AssertRead(graph.Model()).Outputs.Count);
    }
}
