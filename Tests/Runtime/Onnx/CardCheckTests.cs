using Google.Protobuf;
using MlNetRecurrent.Onnx;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>A model card that does not match its graph is found when the file is loaded, not when the first sequence is scored.</summary>
public sealed class CardCheckTests
{
    [Theory]
    [InlineData(
        "future covariates",
        "\"known\":2",
        "\"known\":3",
        "input 'known' of its graph has the shape [batch, time_and_horizon, 2], but its model card states [batch, time_and_horizon, 3].")]
    [InlineData(
        "ensemble of quantiles",
        "[0.1,0.5,0.9]",
        "[0.1,0.5]",
        "output 'quantiles' of its graph has the shape [batch, 2, 2, 3], but its model card states [batch, 2, 2, 2].")]
    [InlineData("scaled", "\"horizon\":2", "\"horizon\":2,\"quantiles\":[0.1,0.5]", "it has no output 'quantiles'.")]
    public void Load_CardOfOtherSizes_Throws(string network, string stored, string changed, string message)
    {
        var model = ExportedNetworks.Model(ExportedNetworks.Networks[network]);
        var card = model.MetadataProps.Single(entry => entry.Key == OnnxNames.Card);
        Assert.Contains(stored, card.Value, StringComparison.Ordinal);
        card.Value = card.Value.Replace(stored, changed, StringComparison.Ordinal);
        // The layers of the card read the covariates too.
        card.Value = card.Value.Replace("\"inputSize\":5", $"\"inputSize\":{(network == "future covariates" ? 6 : 5)}", StringComparison.Ordinal);

        var exception = Assert.Throws<RecurrentModelException>(() => RecurrentModel.Load(model.ToByteArray(), "x.onnx"));

        Assert.Equal($"Model file 'x.onnx' is damaged: {message}", exception.Message);
    }
}
