using TorchSharp;
using Xunit;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MlNetRecurrent.Training.Tests;

public sealed class RefusedModuleTests
{
    private const int Features = 4;
    private const string Supported = "Supported modules: Dropout, Embedding, FusedGru, FusedLinear, FusedLstm, FusedRnn, GELU, GRU, Identity, LSTM, "
        + "LastStep, LayerNorm, Linear, RNN, ReLU, RecurrentLayer, Sequential, Sigmoid, Softmax, Tanh, and modules that implement IOnnxModule. "
        + "Nothing was written.";

    [Fact]
    public void Export_SeveralUnsupported_ThrowsWithAllOfThem()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, Features, 3));
        using var module = Sequential(
            ("norm", BatchNorm1d(5)),
            ("block", Sequential(Linear(Features, Features), Conv1d(5, 5, 1L))),
            ("residual", new TestModules.Residual(Sequential(("conv", Conv1d(5, 5, 1L)), ("silent", new TestModules.Silent())))),
            ("network", network));

        AssertRefused(
            $"The module cannot be exported: norm (BatchNorm1d) is not supported; block.1 (Conv1d) is not supported; "
                + "residual.inner.conv (Conv1d) is not supported; "
                + "residual.inner.silent (Silent) has its own forward method and does not implement IOnnxModule; "
                + $"network (RecurrentNetwork) cannot be part of a module: export it with OnnxExporter.Export(network). {Supported}",
            module);
    }

    [Fact]
    public void Export_UnsupportedModule_ThrowsWithItsType()
    {
        using var module = Conv1d(5, 5, 1L);

        AssertRefused($"The module cannot be exported: Conv1d is not supported. {Supported}", module);
    }

    [Fact]
    public void Export_DoubleWeights_ThrowsWithTheModules()
    {
        using var module = Sequential(Linear(Features, 2), TestModules.Recurrent(2, 2)).to(ScalarType.Float64);

        AssertRefused(
            "The module cannot be exported: 0 (Linear) has weights of type Float64: convert it with to(ScalarType.Float32); "
                + $"1 (RecurrentLayer) has weights of type Float64: convert it with to(ScalarType.Float32). {Supported}",
            module);
    }

    [Fact]
    public void Export_WeightIsNaN_ThrowsWithTheWeight()
    {
        using var linear = Linear(Features, 2);
        using var module = Sequential(linear);
        using (no_grad())
            linear.bias!.fill_(float.NaN);

        AssertRefused($"The module cannot be exported: 0 (Linear) has a NaN or infinite value in bias: training diverged. {Supported}", module);
    }

    [Fact]
    public void Export_NodesThatDifferFromForward_Throws()
    {
        using var module = Sequential(new TestModules.Written(
            input => input * 2, (nodes, input) => nodes.AddNode("Mul", input, nodes.AddConstant(2.001f))));

        var message = Refusal(module);

        Assert.Matches(@"^The exported network differs from the module by 0\.00\d+, more than the tolerance 1e-05: nothing was written\.$", message);
    }

    [Fact]
    public void Export_NodesThatDifferAtOtherLengths_Throws()
    {
        using var module = new TestModules.Written(
            input => input.narrow(1, 4, input.shape[1] - 4).sum(1),
            (nodes, input) => nodes.AddNode("Gather", [input, nodes.AddConstant(4L)], ("axis", 1)));

        Assert.Matches(
            @"^The exported network differs from the module by \d.*, more than the tolerance 1e-05: nothing was written\.$", Refusal(module));
    }

    [Fact]
    public void Export_OutputOfAnotherShape_Throws()
    {
        using var module = new TestModules.Written(input => input.select(1, -1), (nodes, input) => nodes.AddNode("Identity", input));

        AssertRefused(
            "The output of the exported network has shape [2, 5, 4], but that of the module has shape [2, 4]: nothing was written.", module);
    }

    [Fact]
    public void Export_UnknownOperator_ThrowsWithItsName()
    {
        using var module = new TestModules.Written(input => input, (nodes, input) => nodes.AddNode("Flip", input));

        var message = Refusal(module);

        Assert.StartsWith("ONNX Runtime rejects the exported nodes: ", message, StringComparison.Ordinal);
        Assert.Contains("Flip", message, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was written.", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Export_NodeWithUnknownInput_ThrowsWithTheNode()
    {
        using var module = Sequential(new TestModules.Written(input => input, (nodes, input) => nodes.AddNode("Relu", "other")));

        AssertRefused("Node Relu of 0 (Written) has input 'other', which no node produces: pass names returned by the node builder.", module);
    }

    [Fact]
    public void Export_ModuleReturnsUnknownValue_ThrowsWithTheModule()
    {
        using var module = Sequential(new TestModules.Written(input => input, (nodes, input) => "other"));

        AssertRefused("0 (Written) returns 'other', which no node produces: return a name returned by the node builder.", module);
    }

    [Fact]
    public void Export_ChildWithUnknownInput_ThrowsWithTheChild()
    {
        using var relu = ReLU();
        using var module = Sequential(new TestModules.Written(input => input, (nodes, input) => nodes.AddModule(relu, "other")));

        AssertRefused("Module 0.ReLU (ReLU) has input 'other', which no node produces: pass a name returned by the node builder.", module);
    }

    [Fact]
    public void Export_AttributeOfUnsupportedType_ThrowsWithTheAttribute()
    {
        using var module = Sequential(new TestModules.Written(input => input, (nodes, input) => nodes.AddNode("Softmax", [input], ("axis", 1m))));

        AssertRefused(
            "Attribute 'axis' of node Softmax of 0 (Written) has type Decimal: "
                + "expected int, long, float, double, string, or a list of int, long, float or string.",
            module);
    }

    [Fact]
    public void Export_DoubleConstant_ThrowsWithTheModule()
    {
        using var module = Sequential(new TestModules.Written(
            input => input, (nodes, input) => nodes.AddNode("Add", input, nodes.AddConstant(tensor(1.0)))));

        AssertRefused("A constant of 0 (Written) has type Float64: expected Float32, Int64, Int32 or Bool.", module);
    }

    [Fact]
    public void Export_ModuleRejectsTheExample_ThrowsWithTheReason()
    {
        using var module = Sequential(Linear(7, 2));

        AssertRefused(
            "The module does not accept an input of shape [2, 5, 4]: mat1 and mat2 shapes cannot be multiplied (10x4 and 7x2) Nothing was written.",
            module);
    }

    [Fact]
    public void Export_ModuleReturnsIndices_Throws()
    {
        using var module = new TestModules.Written(input => input.argmax(-1), (nodes, input) => nodes.AddNode("ArgMax", input));

        AssertRefused("The output of the module has type Int64, expected Float32. Nothing was written.", module);
    }

    [Theory]
    [InlineData(new long[] { 4 }, "4")]
    [InlineData(new long[] { 1, 2, 3, 4 }, "1, 2, 3, 4")]
    [InlineData(new long[] { 1, 0, 4 }, "1, 0, 4")]
    public void Export_InvalidExampleShape_Throws(long[] shape, string actual)
    {
        using var module = Linear(Features, 2);

        var exception = Assert.Throws<ArgumentException>(() => OnnxExporter.Export(module, shape));

        Assert.Equal(
            "Expected an example shape of [batch, time, features], [batch, features] or, for tokens, [batch, time], each size at least 1; "
                + $"got [{actual}]. (Parameter 'exampleShape')",
            exception.Message);
    }

    [Fact]
    public void Export_TokensWithFeatures_Throws()
    {
        using var module = Sequential(Embedding(9, 3));

        var exception = Assert.Throws<ArgumentException>(() => OnnxExporter.Export(module, [2, 5, 3]));

        Assert.Equal(
            "Expected an example shape of [batch, time], because the input of an embedding is tokens; got [2, 5, 3]. (Parameter 'exampleShape')",
            exception.Message);
    }

    [Fact]
    public void Export_LastStepWithoutTime_Throws()
    {
        using var module = Sequential(Linear(Features, 2), new LastStep());

        var exception = Assert.Throws<ExportException>(() => OnnxExporter.Export(module, [2, Features]));

        Assert.Equal(
            "The module does not accept an input of shape [2, 4]: Expected [batch, time, width], got [2, 2]. (Parameter 'input') "
                + "Nothing was written.",
            exception.Message);
    }

    private static void AssertRefused(string message, nn.Module<Tensor, Tensor> module) => Assert.Equal(message, Refusal(module));

    // Whatever the error, an existing file is left unchanged, and no other file is left behind.
    private static string Refusal(nn.Module<Tensor, Tensor> module)
    {
        using var folder = new TemporaryFolder();
        var path = folder["module.onnx"];
        File.WriteAllText(path, "old");

        var exception = Assert.Throws<ExportException>(() => OnnxExporter.Export(module, [2, 5, Features], path));

        Assert.Equal([Path.GetFileName(path)], folder.Entries);
        Assert.Equal("old", File.ReadAllText(path));
        return exception.Message;
    }
}
