using TorchSharp;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class FitMemoryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fit_AnyNumberOfSteps_LeavesNoTensors(bool truncates)
    {
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4) with
        {
            Regularization = new RegularizationDescription { RecurrentDropout = 0.2 },
            HasLayerNormalization = true,
        };
        if (truncates)
            network = NetworkDescription.CreateLanguageModel(RecurrentCell.Lstm, vocabularySize: 5, embeddingSize: 2, hiddenSize: 3);
        var options = new FitOptions { BatchSize = 16, MaxGradientNorm = 1, WeightAverageDecay = 0.9, TruncatedBpttSteps = truncates ? 7 : null };
        using var data = truncates
            ? SequenceData.FromTokens([.. Enumerable.Range(0, 200).Select(index => (long)(index % 5))], 3)
            : TestData.Sine();
        CountTensors(1);

        Assert.Equal(CountTensors(1), CountTensors(12));

        long CountTensors(int epochs)
        {
            var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
            using (var fitted = TestNetworks.Initial(network))
                NetworkFitter.Fit(fitted, data, data, options with { Epochs = epochs });
            return DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - before;
        }
    }
}
