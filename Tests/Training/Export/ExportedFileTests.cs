using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The names, shapes and behavior of every exported file.</summary>
public sealed class ExportedFileTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4, layerCount: 2);

    [Fact]
    public void Export_AnyNetwork_IsIrVersion8AndOpset17OfPlainOnnx()
    {
        using var network = TestNetworks.Create(Forecaster);

        var model = OnnxFile.Parse(OnnxExporter.Export(network).Bytes.Span, "exported");

        Assert.Equal(8, model.IrVersion);
        var opset = Assert.Single(model.OpsetImport);
        Assert.Equal(("", 17), (opset.Domain, opset.Version));
        Assert.All(model.Graph.Node, node => Assert.Equal("", node.Domain));
        Assert.Equal("mlnet_recurrent", Assert.Single(model.MetadataProps).Key);
    }

    [Fact]
    public void With_AnotherCard_HasTheBytesOfAnExportWithThatCard()
    {
        using var network = TestNetworks.Create(Forecaster);
        var card = new ModelCard { Network = Forecaster, Metrics = new SortedDictionary<string, double> { ["mae"] = 0.5 } };

        var changed = OnnxExporter.Export(network).With(card);

        var exported = OnnxExporter.Export(network, card);
        Assert.Equal(exported.Bytes.ToArray(), changed.Bytes.ToArray());
        Assert.Equal(exported.Card!.ToJson(), changed.Card!.ToJson());
    }

    [Fact]
    public void Export_Lstm_HasTheDocumentedInputsAndOutputs()
    {
        using var network = TestNetworks.Create(Forecaster);

        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);

        Assert.Equal(["input"], session.Inputs);
        Assert.Equal(["c0", "h0", "lengths"], session.OptionalInputs.Order(StringComparer.Ordinal));
        Assert.Equal(["output", "hn", "cn"], session.Outputs);
    }

    [Fact]
    public void Export_Declarations_HaveSymbolicBatchAndTime()
    {
        using var network = TestNetworks.Create(Forecaster);

        var graph = OnnxFile.Parse(OnnxExporter.Export(network).Bytes.Span, "exported").Graph;

        Assert.Equal(
            ["input[batch, time, 2]", "lengths[lengths_batch]", "h0[2, state_batch, 4]", "c0[2, state_batch, 4]"],
            graph.Input.Select(Declared));
        Assert.Equal(["output[batch, 1, 1]", "hn[2, batch, 4]", "cn[2, batch, 4]"], graph.Output.Select(Declared));

        static string Declared(ValueInfoProto value)
        {
            var axes = value.Type.TensorType.Shape.Dim.Select(axis => axis.HasDimParam ? axis.DimParam : $"{axis.DimValue}");
            return $"{value.Name}[{string.Join(", ", axes)}]";
        }
    }

    [Fact]
    public void Export_StateOfBatchSizeOne_AppliesToTheWholeBatch()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);
        var input = TestNetworks.Input(batch: 7, time: 3, features: 2, seed: 1);
        var state = TestNetworks.States(Forecaster.Layers, batch: 1, seed: 1);
        var all = state.Select(layer => new RecurrentState(
            layer.HiddenState.expand(-1, 7, -1).contiguous(), layer.CellState!.expand(-1, 7, -1).contiguous())).ToArray();

        var outputs = session.Run(
            ("input", input),
            ("h0", cat([.. state.Select(layer => layer.HiddenState)], 0)),
            ("c0", cat([.. state.Select(layer => layer.CellState!)], 0)));

        OnnxAssert.Same(network.Run(input, all), outputs);
    }

    [Fact]
    public void Export_OneLength_AppliesToEverySequence()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);
        var input = TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1);

        var outputs = session.Run(("input", input), ("lengths", tensor(new[] { 4 })));

        OnnxAssert.Same(network.Run(input.narrow(1, 0, 4)), outputs);
    }

    [Fact]
    public void Export_FinalStateAsInitialState_ContinuesTheSequence()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);
        var input = TestNetworks.Input(batch: 2, time: 9, features: 2, seed: 1);
        var outputs = session.Run([("input", input.narrow(1, 0, 1))]);

        for (var step = 1; step < 9; step++)
        {
            var (hidden, cell) = (outputs["hn"], outputs["cn"]);
            outputs = session.Run(
                ("input", input.narrow(1, step, 1)), ("h0", tensor(hidden.Values, hidden.Shape)), ("c0", tensor(cell.Values, cell.Shape)));
        }

        OnnxAssert.Same(network.Run(input), outputs);
    }

    [Fact]
    public void Export_DifferentLayers_HaveOneStateEach()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        LayerDescription[] layers =
        [
            new() { Cell = RecurrentCell.Lstm, InputSize = 2, HiddenSize = 5, Direction = SequenceDirection.Bidirectional },
            new() { Cell = RecurrentCell.Gru, InputSize = 10, HiddenSize = 3 },
            new() { Cell = RecurrentCell.Rnn, InputSize = 3, HiddenSize = 4, Direction = SequenceDirection.Reverse },
        ];
        using var network = TestNetworks.Create(new NetworkDescription { Features = 2, Layers = layers });
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);
        var input = TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1);
        var initial = TestNetworks.States(layers, batch: 3, seed: 1);

        var outputs = session.Run(
            ("input", input),
            ("h0_0", initial[0].HiddenState),
            ("c0_0", initial[0].CellState!),
            ("h0_1", initial[1].HiddenState),
            ("h0_2", initial[2].HiddenState));

        Assert.Equal(["c0_0", "h0_0", "h0_1", "h0_2", "lengths"], session.OptionalInputs.Order(StringComparer.Ordinal));
        Assert.Equal(["output", "hn_0", "hn_1", "hn_2", "cn_0"], outputs.Keys);
        var expected = network.Run(input, initial);
        Same("output", expected.Output);
        Same("cn_0", expected.States[0].CellState!);
        for (var layer = 0; layer < layers.Length; layer++)
            Same($"hn_{layer}", expected.States[layer].HiddenState);

        void Same(string name, Tensor value) => OnnxAssert.Same(value, tensor(outputs[name].Values, outputs[name].Shape), name);
    }

    [Fact]
    public void Export_LengthZero_ReturnsZeroStateAndFiniteOutputs()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(Forecaster);
        using var session = new PlainSession(OnnxExporter.Export(network).Bytes);

        var outputs = session.Run(("input", TestNetworks.Input(batch: 2, time: 3, features: 2, seed: 1)), ("lengths", tensor(new[] { 0, 3 })));

        var (shape, values) = outputs["hn"];
        Assert.All(OracleTensors.ToDoubles(tensor(values, shape).select(1, 0)), value => Assert.Equal(0, value));
        Assert.All(outputs["output"].Values, value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Export_Twice_GivesTheSameBytes()
    {
        using var network = TestNetworks.Create(Forecaster);

        Assert.True(OnnxExporter.Export(network).Bytes.Span.SequenceEqual(OnnxExporter.Export(network).Bytes.Span));
    }

    [Fact]
    public void Export_Card_ContainsNetworkAndParityError()
    {
        using var network = TestNetworks.Create(Forecaster);
        var other = NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 9, hiddenSize: 9);
        var card = new ModelCard { Network = other, Window = 12, FeatureNames = ["a", "b"] };

        var exported = OnnxExporter.Export(network, card);

        var written = OnnxFile.TryReadCard(OnnxFile.Parse(exported.Bytes.Span, "exported"), "exported")!;
        Assert.Equivalent(card with { Network = Forecaster, ParityError = exported.ParityError }, written, strict: true);
        Assert.InRange(exported.ParityError, 0, 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Export_TrainingOrEvaluation_LeavesTheModeAndIgnoresDropout(bool training)
    {
        using var network = TestNetworks.Create(Forecaster with { Regularization = Forecaster.Regularization with { Dropout = 0.5 } });
        network.train(training);

        OnnxExporter.Export(network);

        Assert.Equal(training, network.training);
    }

    [Fact]
    public void Export_BetweenRandomDraws_LeavesTheGeneratorUnchanged()
    {
        using var network = TestNetworks.Create(Forecaster);
        manual_seed(3);
        using var expected = rand(4);
        manual_seed(3);

        OnnxExporter.Export(network);

        using var actual = rand(4);
        Assert.Equal(OracleTensors.ToDoubles(expected), OracleTensors.ToDoubles(actual));
    }
}
