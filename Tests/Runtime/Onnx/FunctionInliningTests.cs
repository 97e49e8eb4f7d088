using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>Functions of a file are replaced by their nodes, for the guard and for the reader; hostile ones are refused by both.</summary>
public sealed class FunctionInliningTests
{
    private const string Domain = "pkg.torch";

    [Fact]
    public void Read_LayerInAFunction_IsTheSameNetwork()
    {
        var (plain, called) = (Plain(), Called());

        var (expected, actual) = (RecurrentGraphReader.Read(plain, "plain"), RecurrentGraphReader.Read(called, "called"));

        Assert.Equal(expected.Network.Layers[0] with { InputLayers = actual.Network.Layers[0].InputLayers }, Assert.Single(actual.Network.Layers));
        Assert.Equal(expected.Weights.Layers[0].Input, actual.Weights.Layers[0].Input);
        Assert.Equal(expected.Weights.HeadWeight, actual.Weights.HeadWeight);
        _ = GraphGuard.Check(called);
        Assert.Contains("can be imported: ", RecurrentStructure.Describe(called, "called")[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Read_AttributeOfTheCaller_ReplacesTheReference()
    {
        var model = Called();
        var axis = new AttributeProto { Name = "perm", RefAttrName = "order", Type = AttributeProto.Types.AttributeType.Ints };
        model.Functions[0].Node.Insert(0, Node("Transpose", ["x"], "turned", axis));
        model.Functions[0].Node[1].Input[0] = "turned";
        model.Graph.Node[0].Attribute.Add(OnnxGraph.CreateAttribute("order", [1, 0, 2]));
        // The input is now [batch, time, features].
        var dimensions = model.Graph.Input[0].Type.TensorType.Shape.Dim;
        (dimensions[0].DimParam, dimensions[1].DimParam) = ("batch", "time");

        Assert.True(RecurrentGraphReader.Read(model, "m").Inputs[0].BatchFirst);
    }

    [Fact]
    public void Read_OutputThatIsAnInput_IsPassedOn()
    {
        var model = Called();
        var pass = new FunctionProto { Name = "Pass", Domain = Domain, Input = { "a" }, Output = { "a" } };
        model.Functions.Add(pass);
        model.Graph.Node.Insert(0, new NodeProto { OpType = "Pass", Domain = Domain, Input = { "x" }, Output = { "passed" } });
        model.Graph.Node[1].Input[0] = "passed";

        Assert.Equal(2, RecurrentGraphReader.Read(model, "m").Network.Features);
    }

    [Fact]
    public void Check_FunctionThatCallsItself_IsRefused()
    {
        var model = Called();
        model.Functions[0].Node[0] = model.Graph.Node[0].Clone();
        AssertRefused("Function 'Layer' calls itself, or calls are nested more than 32 levels deep.", model);
    }

    [Fact]
    public void Check_FunctionsThatDouble_AreRefused()
    {
        var model = Called();
        for (var level = 0; level < 30; level++)
        {
            var function = new FunctionProto { Name = $"F{level}", Domain = Domain, Input = { "a" }, Output = { "c" } };
            var next = level == 29 ? "Pass" : $"F{level + 1}";
            function.Node.Add(new NodeProto { OpType = next, Domain = Domain, Input = { "a" }, Output = { "b" } });
            function.Node.Add(new NodeProto { OpType = next, Domain = Domain, Input = { "b" }, Output = { "c" } });
            model.Functions.Add(function);
        }

        model.Functions.Add(new FunctionProto { Name = "Pass", Domain = Domain, Input = { "a" }, Output = { "a" } });
        model.Graph.Node.Add(new NodeProto { OpType = "F0", Domain = Domain, Input = { "x" }, Output = { "bomb" } });
        AssertRefused("The graph calls functions more than 20,000 times.", model);
    }

    [Fact]
    public void Check_FunctionOfABuiltInDomain_IsRefused()
    {
        var model = Called();
        model.Functions[0].Domain = model.Graph.Node[0].Domain = "com.microsoft";
        AssertRefused("Function 'Layer' has the domain 'com.microsoft' of built-in operators.", model);
    }

    [Fact]
    public void Check_FunctionOfAnotherOpset_IsRefused()
    {
        var model = Called();
        model.Functions[0].OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = 9 });
        AssertRefused("Function 'Layer' uses opset 9, but the file uses 13: convert it to one opset.", model);
    }

    private static ModelProto Plain()
    {
        var graph = new OpsetGraph(13);
        graph.Input("x", "time", "batch", 2);
        var layer = graph.Recurrent(RecurrentCell.Gru, "x", 2, 3);
        graph.Output(graph.Linear(graph.Squeeze(layer[1], 0), 3, 1), "y", "batch", 1);
        return graph.Model();
    }

    // The recurrent node is in a function of the file.
    private static ModelProto Called()
    {
        var model = Plain();
        var layer = model.Graph.Node[0];
        var function = new FunctionProto { Name = "Layer", Domain = Domain, Input = { "x", "W", "R", "B" }, Output = { "all", "last" } };
        function.Node.Add(new NodeProto { OpType = "GRU", Name = "layer", Input = { "x", "W", "R", "B" }, Output = { "all", "last" } });
        function.Node[0].Attribute.AddRange(layer.Attribute);
        model.Functions.Add(function);
        var call = new NodeProto { OpType = "Layer", Name = "call", Domain = Domain };
        call.Input.AddRange(layer.Input.Take(4));
        call.Output.AddRange(layer.Output.Take(2));
        model.Graph.Node[0] = call;
        return model;
    }

    private static NodeProto Node(string operation, string[] inputs, string output, params AttributeProto[] attributes)
    {
        var node = new NodeProto { OpType = operation, Output = { output } };
        node.Input.AddRange(inputs);
        node.Attribute.AddRange(attributes);
        return node;
    }

    private static void AssertRefused(string message, ModelProto model)
    {
        Assert.Equal(message, Assert.Throws<RecurrentModelException>(() => GraphGuard.Check(model)).Message);
        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentGraphReader.Read(model, "m"));
        Assert.Equal(message, exception.InnerException!.Message);
        _ = RecurrentGraphReader.ReadStructure(model);
        Assert.Contains(message, RecurrentStructure.Describe(model, "m")[^1], StringComparison.Ordinal);
    }
}
