using MlNetRecurrent.Onnx;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class Float16WeightsTests
{
    private static readonly ExportOptions Float16 = new() { Float16Weights = true };

    public static TheoryData<string, bool> Cells => [.. RecurrentCell.All.SelectMany(cell => new[] { (cell.Name, false), (cell.Name, true) })];

    [Theory, MemberData(nameof(Cells))]
    public void Export_EveryCell_MatchesTheRoundedWeightsBitForBit(string cell, bool bidirectional)
    {
        using var network = Calibrations.Forecaster(features: 3, hidden: 20, layers: 2, bidirectional, RecurrentCell.Parse(cell));
        var exported = OnnxExporter.Export(network, options: Float16);

        RoundInPlace(network);
        var rounded = OnnxExporter.Export(network);

        using var input = randn(5, 9, 3);
        Assert.Equal(Run(rounded.Bytes, input), Run(exported.Bytes, input));
        Assert.InRange(exported.ParityError, 0, 1e-5);
    }

    [Fact]
    public void Export_WideNetwork_IsHalfTheSizeAndStoresThePrecisionError()
    {
        using var network = Calibrations.Forecaster(hidden: 128);

        var exported = OnnxExporter.Export(network, options: Float16);

        Assert.InRange((double)OnnxExporter.Export(network).Bytes.Length / exported.Bytes.Length, 1.95, 2);
        Assert.Equal(WeightPrecision.Float16, exported.Card!.Precision);
        Assert.InRange(exported.Card!.PrecisionError!.Value, 1e-6, 0.02);
        using var model = RecurrentModel.Load(exported.Bytes.ToArray());
        Assert.Equal(WeightPrecision.Float16, model.Card.Precision);
    }

    [Fact]
    public void Export_Embedding_IsStoredAsFloat16()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, 8, 16) with
        {
            Features = 1,
            Embedding = new EmbeddingDescription(20, 8),
            Task = RecurrentTask.Classify,
            Classes = 4,
        });

        var graph = ModelProto.Parser.ParseFrom(OnnxExporter.Export(network, options: Float16).Bytes.Span).Graph;

        Assert.Equal(
            ["embedding.weight.float16", "head.weight.float16", "layers.0.B.float16", "layers.0.R.float16", "layers.0.W.float16"],
            graph.Initializer.Where(constant => constant.DataType == (int)TensorProto.Types.DataType.Float16)
                .Select(constant => constant.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Export_Float32_OmitsPrecisionFromTheCard()
    {
        using var network = Calibrations.Forecaster();

        var card = OnnxExporter.Export(network).Card!;

        Assert.Equal(WeightPrecision.Float32, card.Precision);
        Assert.Null(card.PrecisionError);
        Assert.DoesNotContain("precision", card.ToJson(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Export_WeightAboveFloat16_ThrowsWithItsName()
    {
        using var network = Calibrations.Forecaster();
        using (no_grad())
            network.Head!.bias!.fill_(70_000);

        var exception = Assert.Throws<ExportException>(() => OnnxExporter.Export(network, options: Float16));

        Assert.Equal("Weight head.bias is 70000 at index 0, but float16 holds at most 65500: do not set Float16Weights.", exception.Message);
    }

    [Fact]
    public void Export_LargeScales_AreNotRounded()
    {
        using var network = Calibrations.Forecaster();
        network.SetScales(new AffineScale([1e6f, 1.0001f], [1e5f, 3.3333f]), new AffineScale([1e6f, 1.0001f], [1e5f, 3.3333f]));

        var graph = ModelProto.Parser.ParseFrom(OnnxExporter.Export(network, options: Float16).Bytes.Span).Graph;

        Assert.Equal((int)TensorProto.Types.DataType.Float, graph.Initializer.Single(constant => constant.Name == "input.mean").DataType);
    }

    // LibTorch's rounding is the oracle.
    private static void RoundInPlace(RecurrentNetwork network)
    {
        using var none = no_grad();
        foreach (var parameter in network.parameters())
            parameter.copy_(parameter.to(ScalarType.Float16).to(ScalarType.Float32));
    }

    private static float[] Run(ReadOnlyMemory<byte> file, Tensor input)
    {
        using var session = new PlainSession(file);
        return session.Run(("input", input))["output"].Values;
    }
}
