using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

public sealed class WeightListTests
{
    // These names must not change: files of all versions are read by them.
    [Fact]
    public void Of_EveryKindOfWeight_NamesAndShapesIt()
    {
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 3) with
        {
            Layers = NetworkDescription.CreateLayers(RecurrentCell.Gru, 4, 3, 1, bidirectional: true),
            HasLayerNormalization = true,
            Normalization = InputNormalization.Standard,
            Forecast = new ForecastDescription { FutureCovariates = 1, Horizon = 5, Quantiles = [0.25, 0.5, 0.75] },
            EnsembleSize = 2,
        };
        network.Validate();

        Assert.Equal(
            [
                "members.0.layers.0.W [2, 9, 4]",
                "members.0.layers.0.R [2, 9, 3]",
                "members.0.layers.0.B [2, 18]",
                "members.0.layers.0.norm.scale [6]",
                "members.0.layers.0.norm.shift [6]",
                "members.0.head.weight [6, 3]",
                "members.0.head.bias [3]",
                "members.1.layers.0.W [2, 9, 4]",
                "members.1.layers.0.R [2, 9, 3]",
                "members.1.layers.0.B [2, 18]",
                "members.1.layers.0.norm.scale [6]",
                "members.1.layers.0.norm.shift [6]",
                "members.1.head.weight [6, 3]",
                "members.1.head.bias [3]",
                "input.mean [2]",
                "input.deviation [2]",
                "known.mean [1]",
                "known.deviation [1]",
                "target.mean [1]",
                "target.deviation [1]",
                "quantile.shift [5, 1, 3]",
            ],
            WeightList.GetEntries(network).Select(entry => $"{entry.Name} [{string.Join(", ", entry.Shape)}]"));
    }

    [Fact]
    public void Of_LanguageModel_BeginsWithItsEmbedding() => Assert.Equal(
        ["embedding.weight", "layers.0.W", "layers.0.R", "layers.0.B", "head.weight", "head.bias"],
        WeightList.GetEntries(NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, vocabularySize: 7, embeddingSize: 2, hiddenSize: 3))
            .Select(entry => entry.Name));

    [Fact]
    public void Allocate_EveryNetwork_HasRoomForEachWeightOnce()
    {
        foreach (var network in ExportedNetworks.Networks.Values)
        {
            var weights = WeightList.Allocate(network);
            var mark = 0;
            foreach (var entry in WeightList.GetEntries(network))
            {
                Assert.Equal(entry.Count, entry.Values(weights).Length);
                Assert.False(entry.Values(weights).Span.ContainsAnyExcept(0f), $"{entry.Name} overlaps another weight.");
                entry.Values(weights).Span.Fill(++mark);
            }
        }
    }
}
