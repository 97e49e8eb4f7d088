using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Every kind of exported network is read back unchanged, bit for bit.</summary>
public sealed class ExportedFileImportTests
{
    private static readonly (RecurrentTask Task, SequencePooling Pooling)[] Outputs =
    [
        (RecurrentTask.Forecast, SequencePooling.FinalState),
        (RecurrentTask.Forecast, SequencePooling.LastStep),
        (RecurrentTask.Forecast, SequencePooling.None),
        (RecurrentTask.Classify, SequencePooling.FinalState),
        (RecurrentTask.Classify, SequencePooling.LastStep),
        (RecurrentTask.Tag, SequencePooling.None),
        (RecurrentTask.Encode, SequencePooling.FinalState),
        (RecurrentTask.Encode, SequencePooling.LastStep),
        (RecurrentTask.Encode, SequencePooling.None),
    ];

    public static TheoryData<string, int> CellsAndLayers =>
        [.. RecurrentCell.All.SelectMany(cell => Enumerable.Range(1, 3).Select(layers => (cell.Name, layers)))];

    [Theory, MemberData(nameof(CellsAndLayers))]
    public void Read_EveryExportedTopology_RestoresDescriptionWeightsAndGraph(string cell, int layers)
    {
        foreach (var direction in Enum.GetValues<SequenceDirection>())
        {
            foreach (var bias in new[] { true, false })
            {
                foreach (var (task, pooling) in Outputs)
                {
                    foreach (var variant in new[] { "plain", "scaled", "embedding" })
                        AssertReadBack(Describe(RecurrentCell.Parse(cell), layers, direction, bias, task, pooling, variant));
                }
            }
        }
    }

    [Fact]
    public void Read_MixedAndUnequalLayers_RestoresThem()
    {
        LayerDescription[] layers =
        [
            new() { Cell = RecurrentCell.Lstm, InputSize = 2, HiddenSize = 3, Direction = SequenceDirection.Bidirectional },
            new() { Cell = RecurrentCell.GruResetBefore, InputSize = 6, HiddenSize = 2, HasBias = false },
            new() { Cell = RecurrentCell.RnnRelu, InputSize = 2, HiddenSize = 1, Direction = SequenceDirection.Reverse },
        ];
        foreach (var (task, pooling) in Outputs)
        {
            AssertReadBack(new NetworkDescription
            {
                Task = task,
                Features = 2,
                Layers = layers,
                Pooling = pooling,
                Forecast = new ForecastDescription { Targets = 2 },
                Classes = task is RecurrentTask.Classify or RecurrentTask.Tag ? 3 : 0,
            });
        }
    }

    [Theory]
    [InlineData(1, 1, 1, 1)]
    [InlineData(1, 1, 3, 1)]
    [InlineData(1, 1, 1, 3)]
    [InlineData(1, 2, 2, 3)]
    [InlineData(2, 1, 3, 2)]
    public void Read_SizesOfOne_AreNotConfused(int features, int hidden, int horizon, int targets)
    {
        foreach (var bidirectional in new[] { false, true })
        {
            foreach (var normalization in new[] { InputNormalization.None, InputNormalization.Standard })
            {
                AssertReadBack(new NetworkDescription
                {
                    Features = features,
                    Layers = NetworkDescription.CreateLayers(RecurrentCell.Lstm, features, hidden, 2, bidirectional),
                    Forecast = new ForecastDescription { Horizon = horizon, Targets = targets },
                    Normalization = normalization,
                });
            }
        }
    }

    [Fact]
    public void Import_ExportedFile_KeepsCardAndWeights()
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4, layerCount: 2) with
        {
            Regularization = new RegularizationDescription { Dropout = 0.25 },
            Normalization = InputNormalization.Standard,
        };
        using var original = RecurrentNetwork.Create(description);
        original.SetScales(new AffineScale([1, 2], [3, 4]), new AffineScale([5], [6]));
        var card = new ModelCard { Network = description, Window = 12, FeatureNames = ["load", "wind"], TargetNames = ["load"] };
        var file = OnnxExporter.Export(original, card);
        var imported = TestImports.Import(file.Bytes.ToArray());
        using var network = imported.Network;
        Assert.True(imported.Warnings.Count == 0, string.Join("\n", imported.Warnings));
        Assert.Equal(file.Card!.ToJson(), imported.Card.ToJson());
        Assert.Equal(0.25, network.Description.Regularization.Dropout);
        AssertSame(WeightLayout.Read(original), WeightLayout.Read(network));
        Assert.Equal(file.Bytes.ToArray(), OnnxExporter.Export(network, imported.Card).Bytes.ToArray());
    }

    [Fact]
    public void Import_CardOfAnotherNetwork_Warns()
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 4));
        var model = OnnxFile.Parse(OnnxExporter.Export(network).Bytes.Span, "test");
        var otherNetwork = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4);
        var other = new ModelCard { Network = otherNetwork, FeatureNames = ["a", "b"] };
        model.MetadataProps[0].Value = other.ToJson();
        var imported = TestImports.Import(model.ToByteArray());
        using var read = imported.Network;
        Assert.Equal(["The model card describes a different network from the graph: only the names are taken from the card."], imported.Warnings);
        Assert.Equal(RecurrentCell.Gru, imported.Card.Network.Layers[0].Cell);
        Assert.Equal(["a", "b"], imported.Card.FeatureNames);
    }

    private static NetworkDescription Describe(
        RecurrentCell cell, int layers, SequenceDirection direction, bool bias, RecurrentTask task, SequencePooling pooling, string variant)
    {
        var embedding = variant == "embedding" ? new EmbeddingDescription(7, 3) : null;
        var stack = new List<LayerDescription>();
        for (var index = 0; index < layers; index++)
        {
            var inputSize = index == 0 ? embedding?.EmbeddingSize ?? 2 : stack[^1].OutputSize;
            stack.Add(new LayerDescription { Cell = cell, InputSize = inputSize, HiddenSize = 3, Direction = direction, HasBias = bias });
        }

        return new NetworkDescription
        {
            Task = task,
            Features = embedding is null ? 2 : 1,
            Embedding = embedding,
            Normalization = variant == "scaled" ? InputNormalization.Standard : InputNormalization.None,
            Layers = stack,
            Pooling = pooling,
            Forecast = new ForecastDescription
            {
                Horizon = task == RecurrentTask.Forecast && pooling != SequencePooling.None ? 2 : 1,
                Targets = task == RecurrentTask.Forecast ? 3 : 1,
            },
            Classes = task is RecurrentTask.Classify or RecurrentTask.Tag ? 4 : 0,
        };
    }

    private static void AssertReadBack(NetworkDescription network)
    {
        if (network.Task != RecurrentTask.Forecast || network.Pooling == SequencePooling.None)
        {
            var targets = network.Task == RecurrentTask.Forecast ? network.Forecast.Targets : 1;
            network = network with { Forecast = network.Forecast with { Horizon = 1, Targets = targets } };
        }

        network.Validate();
        foreach (var optionalInputs in new[] { true, false })
        {
            var weights = RandomNetworks.Weights(network);
            var graph = RecurrentGraphWriter.Write(network, weights, optionalInputs);
            var read = RecurrentGraphReader.Read(OnnxFile.Parse(TestGraphs.Model(graph, opset: 17).ToByteArray(), "exported"), "exported");
            Assert.Equal(new ModelCard { Network = network }.ToJson(), new ModelCard { Network = read.Network }.ToJson());
            AssertSame(weights, read.Weights);
            Assert.Equal(graph.ToByteArray(), RecurrentGraphWriter.Write(read.Network, read.Weights, optionalInputs).ToByteArray());
            Assert.Empty(read.Warnings);
            Assert.True(Assert.Single(read.Inputs).BatchFirst);
            Assert.Equal("output", read.Outputs.Single(output => output.IsModelOutput).Name);
        }
    }

    private static void AssertSame(NetworkWeights expected, NetworkWeights actual)
    {
        Assert.Equal(expected.Embedding, actual.Embedding);
        Assert.Equal(expected.HeadWeight, actual.HeadWeight);
        Assert.Equal(expected.HeadBias, actual.HeadBias);
        Assert.Equal(expected.InputScale?.Mean, actual.InputScale?.Mean);
        Assert.Equal(expected.InputScale?.StandardDeviation, actual.InputScale?.StandardDeviation);
        Assert.Equal(expected.TargetScale?.Mean, actual.TargetScale?.Mean);
        Assert.Equal(expected.TargetScale?.StandardDeviation, actual.TargetScale?.StandardDeviation);
        foreach (var (first, second) in expected.Layers.Zip(actual.Layers))
        {
            Assert.Equal(first.Input, second.Input);
            Assert.Equal(first.Recurrent, second.Recurrent);
            Assert.Equal(first.Bias, second.Bias);
        }
    }
}
