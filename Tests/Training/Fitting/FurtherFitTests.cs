using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Fits that continue the training of a network.</summary>
public sealed class FurtherFitTests
{
    private static readonly NetworkDescription Network =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4) with { Normalization = InputNormalization.Standard };

    [Fact]
    public void Fit_KeepNormalization_StartsFromTheNetwork()
    {
        using var network = TestNetworks.Initial(Network);
        network.SetScales(new AffineScale([5], [2]), new AffineScale([5], [2]));
        using var data = TestData.Sine();

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1, KeepNormalization = true });

        var weights = WeightLayout.Read(network);
        Assert.Equal([5f, 2f], [.. weights.InputScale!.Mean, .. weights.InputScale.StandardDeviation]);
        Assert.Equal([5f, 2f], [.. weights.TargetScale!.Mean, .. weights.TargetScale.StandardDeviation]);
    }

    [Fact]
    public void Fit_KeepNormalization_StillChecksTheHistory()
    {
        using var network = TestNetworks.Initial(Network with
        {
            Forecast = Network.Forecast with
            {
                TargetFeatures = [0],
                ResidualBaseline = ResidualBaseline.SeasonalNaive,
                SeasonLength = 500,
            },
        });
        using var data = TestData.Sine();
        var options = new FitOptions { Epochs = 1, KeepNormalization = true };

        var exception = Assert.Throws<SequenceDataException>(() => NetworkFitter.Fit(network, data, options));

        Assert.Equal(
            $"The sequences have {data.Steps} time steps, but residual baseline SeasonalNaive with season length 500 needs at least 500: "
            + "use a longer window or a shorter season.",
            exception.Message);
    }

    [Fact]
    public void Fit_ResumedFromCheckpointWithOtherInitialWeights_Throws()
    {
        using var folder = new TemporaryFolder();
        var options = new FitOptions { Epochs = 2, KeepNormalization = true, CheckpointFile = folder["fit.checkpoint"] };
        using var data = TestData.Sine();
        using var first = RecurrentNetwork.Create(Network, seed: 1);
        using var second = RecurrentNetwork.Create(Network, seed: 2);
        NetworkFitter.Fit(first, data, options);

        var exception = Assert.Throws<InvalidDataException>(() => NetworkFitter.Fit(second, data, options with { Resume = true }));

        Assert.Equal(
            $"Checkpoint '{folder["fit.checkpoint"]}' belongs to a fit with a different network, options or data: "
            + "use the same ones, or start over without resuming.",
            exception.Message);
    }

    [Fact]
    public void Fit_WithOptions_RecordsThemInTheSummary()
    {
        using var network = TestNetworks.Initial(Network);
        using var data = TestData.Sine();

        var summary = NetworkFitter.Fit(network, data, new FitOptions
        {
            Epochs = 2,
            WeightDecay = 0.1,
            Schedule = LearningRateSchedule.Cosine,
            WarmUpEpochs = 1,
            MaxGradientNorm = 2,
            InputNoise = 0.3,
            MaxTimeMaskFraction = 0.2,
        });

        Assert.Equal((0.1, "cosine", 1), (summary.WeightDecay, summary.Schedule, summary.WarmUpEpochs));
        Assert.Equal((2.0, 0.3, 0.2), (summary.MaxGradientNorm, summary.InputNoise, summary.MaxTimeMaskFraction));
        var plain = new ModelCard { Network = Network, Fit = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 1 }) }.ToJson();
        // The card of a fit with default options does not contain the later options.
        string[] later =
        [
            "weightDecay", "schedule", "warmUp", "gradientNorm", "inputNoise", "timeMask", "stride", "chrono", "balanced", "everyStep",
        ];
        foreach (var name in later)
            Assert.DoesNotContain(name, plain, StringComparison.Ordinal);
    }
}
