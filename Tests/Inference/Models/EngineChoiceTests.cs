using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class EngineChoiceTests
{
    private static readonly RecurrentModelOptions Managed = new() { Engine = RecurrentEngine.Managed };
    private static readonly RecurrentModelOptions OnnxRuntime = new() { Engine = RecurrentEngine.OnnxRuntime };

    [Fact]
    public void Load_Auto_UsesTheManagedEngine()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast()));
        Assert.Equal(RecurrentEngine.Managed, model.Engine);
        Assert.Null(model.OnnxRuntimeReason);
    }

    [Fact]
    public void Load_OnnxRuntime_UsesIt()
    {
        using var model = RecurrentModel.Load(TestFile.Create(TestFile.Forecast()), options: OnnxRuntime);
        Assert.Equal(RecurrentEngine.OnnxRuntime, model.Engine);
        Assert.Null(model.OnnxRuntimeReason);
    }

    [Fact]
    public void Load_UnsupportedGraph_RunsInOnnxRuntimeWithTheReason()
    {
        var file = Change(TestFile.Create(TestFile.Forecast()), model => Node(model, "LSTM").Attribute.Add(new AttributeProto
        {
            Name = "activations",
            Type = AttributeProto.Types.AttributeType.Strings,
            Strings = { ByteString.CopyFromUtf8("Sigmoid"), ByteString.CopyFromUtf8("Tanh"), ByteString.CopyFromUtf8("ScaledTanh") },
        }));

        const string Reason = "LSTM node 'yh': attribute 'activations' has 'ScaledTanh', which is not supported; supported: Relu, Tanh, Sigmoid, "
            + "Softsign, Softplus, LeakyRelu, Elu, Affine, HardSigmoid.";

        using var model = RecurrentModel.Load(file);

        Assert.Equal(RecurrentEngine.OnnxRuntime, model.Engine);
        Assert.Equal(Reason, model.OnnxRuntimeReason);
        var output = new float[1];
        model.Score([1, 2, 3], output);
        Assert.True(float.IsFinite(output[0]));
        Assert.Equal(
            $"Model file 'x.onnx' is not supported by the managed engine: {Reason} Load it with the engine Auto or OnnxRuntime.",
            Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file, "x.onnx", Managed)).Message);
        Assert.Equal(
            $"Streams of many series require the managed engine, but ONNX Runtime runs this model: {Reason} "
            + "Open a RecurrentStream for each series instead.",
            Assert.Throws<NotSupportedException>(() => model.OpenStreams<int>()).Message);
    }

    // The graph determines what is computed, whatever the card says of the cells.
    [Fact]
    public void Load_CellThatDiffersFromTheCard_RunsInTheManagedEngine()
    {
        var file = Change(TestFile.Create(TestFile.Forecast()), model => Node(model, "LSTM").Attribute.Add(new AttributeProto
        {
            Name = "clip",
            Type = AttributeProto.Types.AttributeType.Float,
            F = 0.25f,
        }));
        using var model = RecurrentModel.Load(file);
        using var reference = RecurrentModel.Load(file, options: OnnxRuntime);
        var (actual, expected) = (new float[1], new float[1]);

        model.Score([1, 2, 3], actual);
        reference.Score([1, 2, 3], expected);

        Assert.Equal(RecurrentEngine.Managed, model.Engine);
        Assert.Equal(expected[0], actual[0], 1e-6f);
    }

    [Fact]
    public void Load_Int8Card_RunsInOnnxRuntime()
    {
        var file = Change(TestFile.Create(TestFile.Forecast()), model =>
        {
            var entry = model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card);
            entry.Value = (ModelCard.FromJson(entry.Value) with { Precision = WeightPrecision.Int8 }).ToJson();
        });

        using var model = RecurrentModel.Load(file);

        Assert.Equal("its weights are int8.", model.OnnxRuntimeReason);
    }

    [Fact]
    public void Load_CardOfAnotherNetwork_RunsInOnnxRuntimeWithTheReason()
    {
        var file = Change(TestFile.Create(TestFile.Forecast(features: 2)), model =>
        {
            var entry = model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card);
            var card = ModelCard.FromJson(entry.Value);
            entry.Value = (card with { Network = card.Network with { Layers = [card.Network.Layers[0] with { HiddenSize = 7 }] } }).ToJson();
        });

        using var model = RecurrentModel.Load(file);

        Assert.Equal(
            "its card and its graph differ in layers: lstm 2x7 Forward in the card, lstm 2x6 Forward in the graph.", model.OnnxRuntimeReason);
    }

    [Theory]
    [InlineData(float.NaN, "NaN")]
    [InlineData(float.PositiveInfinity, "Infinity")]
    public void Load_NonFiniteWeight_IsRefusedByEveryEngine(float value, string shown)
    {
        var file = Change(TestFile.Create(TestFile.Forecast()), model => Weight(model, "r").FloatData[5] = value);
        foreach (var options in new[] { null, Managed, OnnxRuntime })
        {
            Assert.Equal(
                $"Model file 'x.onnx' is damaged: weight 'r' holds {shown} at index 5. Train and export the model again.",
                Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file, "x.onnx", options)).Message);
        }
    }

    [Fact]
    public void Load_WeightsOfWrongSize_AreRefusedByEveryEngine()
    {
        var file = Change(TestFile.Create(TestFile.Forecast()), model => Weight(model, "w").FloatData.RemoveAt(0));
        // The guard, which would reject the file first, has separate tests.
        foreach (var options in new[] { new(), Managed, OnnxRuntime })
        {
            Assert.Equal(
                "Model file 'x.onnx' is damaged: tensor 'w' holds 23 values, but its shape requires 24.",
                Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file, "x.onnx", options with { AllowAnyGraph = true })).Message);
        }
    }

    [Fact]
    public void Load_WeightOfAnotherShape_IsRefusedByEveryEngine()
    {
        var file = Change(TestFile.Create(TestFile.Forecast()), model =>
        {
            Weight(model, "r").Dims[1] = 12;
            Weight(model, "r").Dims[2] = 12;
        });
        // The guard, which would reject the file first, has separate tests.
        foreach (var options in new[] { new(), Managed, OnnxRuntime })
        {
            Assert.Equal(
                "Model file 'x.onnx' is damaged: LSTM node 'yh' with 6 hidden units has a weight R 'r' of shape [1, 12, 12].",
                Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(file, "x.onnx", options with { AllowAnyGraph = true })).Message);
        }
    }

    [Fact]
    public void Load_InvalidOptions_ListsEveryError()
    {
        var options = new RecurrentModelOptions { Engine = (RecurrentEngine)9, Workers = 0 };
        Assert.Equal(
            "The model cannot be loaded: Engine is 9, expected one of Auto, Managed, OnnxRuntime; Workers is 0, expected 1 to 1024.",
            Assert.Throws<ArgumentException>(() => RecurrentModel.Load([1], options: options)).Message);
    }

    private static byte[] Change(byte[] file, Action<ModelProto> change)
    {
        var model = ModelProto.Parser.ParseFrom(file);
        change(model);
        return model.ToByteArray();
    }

    private static NodeProto Node(ModelProto model, string type) => model.Graph.Node.Single(node => node.OpType == type);

    private static TensorProto Weight(ModelProto model, string name) => model.Graph.Initializer.Single(weight => weight.Name == name);
}
