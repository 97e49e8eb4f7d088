using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Quantiles and future covariates of batches.</summary>
public sealed class QuantilesAndFutureCovariatesTests
{
    private static NetworkDescription Quantiles => NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5) with
    {
        Forecast = new ForecastDescription { Quantiles = [0.1, 0.5, 0.9], Horizon = 3, Targets = 2 },
    };

    private static NetworkDescription ForecasterWithCovariates => new()
    {
        Features = 1,
        Layers = TestLayers.Stack(RecurrentCell.Gru, input: 4, hidden: 5),
        Forecast = new ForecastDescription { FutureCovariates = 2, Horizon = 3 },
    };

    [Fact]
    public void ScoreBatch_WrongQuantiles_StatesTheExpectedInput()
    {
        using var model = Load(Quantiles);
        using var without = Load(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5));

        Assert.Equal(
            "Expected a buffer for 3 quantiles of each of 12 output values, 36 in total; got 35. (Parameter 'batch')",
            Assert.Throws<ArgumentException>(
                () => model.ScoreBatch(new SequenceBatch { Values = new float[8], Count = 2, Quantiles = new float[35] }, new float[12])).Message);
        Assert.Equal(
            "This model has no quantiles: leave the buffer for quantiles empty, or train a model with quantiles.",
            Assert.Throws<InvalidOperationException>(
                () => without.ScoreBatch(new SequenceBatch { Values = new float[2], Count = 1, Quantiles = new float[3] }, new float[1])).Message);
    }

    [Fact]
    public void ScoreBatch_WrongFutureCovariates_StatesTheExpectedInput()
    {
        using var model = Load(ForecasterWithCovariates);
        using var without = Load(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5));

        Assert.Equal(
            "Expected 2 future covariates at 5 time steps and at 3 steps of the horizon of each of 2 sequences, 22 values in total; got 10. "
            + "(Parameter 'batch')",
            Assert.Throws<ArgumentException>(
                () => model.ScoreBatch(
                    new SequenceBatch { Values = new float[5], Lengths = [2, 3], Count = 2, FutureCovariates = new float[10] },
                    new float[6])).Message);
        Assert.Equal(
            "This model has no future covariates: leave FutureCovariates empty.",
            Assert.Throws<InvalidOperationException>(
                () => without.ScoreBatch(
                    new SequenceBatch { Values = new float[2], Count = 1, FutureCovariates = new float[3] },
                    new float[1])).Message);
    }

    [Fact]
    public void ScoreBatch_NaNInFutureCovariates_OutputsNaNForItsSequenceOnly()
    {
        var network = ForecasterWithCovariates;
        var file = RandomFiles.Create(network with { Forecast = network.Forecast with { Quantiles = [0.25, 0.5] } });
        foreach (var engine in new[] { RecurrentEngine.Auto, RecurrentEngine.OnnxRuntime })
        {
            using var model = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = engine });
            var futureCovariates = new float[2 * 5 * 2];
            futureCovariates[^1] = float.NaN;
            var quantiles = new float[2 * 6];
            var outputs = new float[2 * 3];

            model.ScoreBatch(
                new SequenceBatch { Values = new float[4], FutureCovariates = futureCovariates, Count = 2, Quantiles = quantiles }, outputs);

            Assert.All(outputs[..3].Concat(quantiles[..6]), value => Assert.True(float.IsFinite(value)));
            Assert.All(outputs[3..].Concat(quantiles[6..]), value => Assert.Equal(float.NaN, value));
        }
    }

    private static RecurrentModel Load(NetworkDescription description) => RecurrentModel.Load(RandomFiles.Create(description));
}
