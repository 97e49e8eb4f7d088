using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The fit options that a model card stores, and their texts.</summary>
public sealed class FitSettingsTests
{
    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4);

    // Options that matter only on the machine that runs the fit, and options of which the card stores the result.
    private static readonly string[] NotStored =
        [nameof(FitOptions.TimeLimit), nameof(FitOptions.ClassWeights), nameof(FitOptions.KeepNormalization), nameof(FitOptions.TensorBoardFolder),
            nameof(FitOptions.CheckpointFile), nameof(FitOptions.Resume)];

    private static readonly FitOptions Unusual = new()
    {
        Epochs = 7,
        BatchSize = 3,
        LearningRate = 0.5,
        Optimizer = FitOptimizer.AdamW,
        Beta2 = 0.9,
        WeightAverageDecay = 0.8,
        WeightDecay = 0.1,
        Schedule = LearningRateSchedule.Late,
        WarmUpEpochs = 2,
        MaxGradientNorm = 4,
        Loss = ForecastLoss.Huber,
        Patience = 5,
        StoppingThreshold = 0.3,
        InputNoise = 0.2,
        MaxTimeMaskFraction = 0.4,
        MaxTimeStretch = 0.6,
        MaxShift = 8,
        TruncatedBpttSteps = 9,
        Seed = 10,
    };

    [Fact]
    public void Read_WrittenOptions_RoundTrips()
    {
        var read = FitSettings.Read(new FitOptions(), new ModelCard { Network = Network, Fit = Written(Unusual) });

        Assert.Equal(Unusual, read);
        // Fails if an option is added without being declared.
        foreach (var property in typeof(FitOptions).GetProperties().Where(property => !NotStored.Contains(property.Name)))
            Assert.NotEqual(property.GetValue(new FitOptions()), property.GetValue(Unusual));
    }

    [Fact]
    public void Read_CardWithoutFit_LeavesTheOptionsUnchanged() =>
        Assert.Equal(Unusual, FitSettings.Read(Unusual, new ModelCard { Network = Network }));

    [Fact]
    public void Read_UnknownNames_LeavesTheOptionsUnchanged()
    {
        var fit = Written(new FitOptions()) with { Optimizer = "lion", Schedule = "saw", Loss = "quantum" };

        var read = FitSettings.Read(Unusual, new ModelCard { Network = Network, Fit = fit });

        Assert.Equal((FitOptimizer.AdamW, LearningRateSchedule.Late, ForecastLoss.Huber), (read.Optimizer, read.Schedule, read.Loss));
    }

    [Fact]
    public void Text_UnusualOptions_ListsThemInOrder()
    {
        var texts = FitSettings.All.Select(setting => setting.Text?.Invoke(Written(Unusual))).OfType<string>();

        Assert.Equal(
            ["weight decay 0.1", "schedule late", "warm-up over 2 epochs", "gradients clipped at 4", "patience 5", "noise 0.2", "time mask 0.4",
                "stretch 0.6", "shift 8", "gradients through 9 steps"],
            texts);
        Assert.Empty(FitSettings.All.Select(setting => setting.Text?.Invoke(Written(new FitOptions()))).OfType<string>());
    }

    [Fact]
    public void All_Options_HaveDistinctNames() => Assert.Distinct(FitSettings.All.Select(setting => setting.Option));

    private static FitSummary Written(FitOptions options) =>
        FitSettings.Write(
            new FitSummary { Epochs = 7, BatchSize = 3, Optimizer = "", LearningRate = 0, Loss = "", FinalLoss = 1, Seed = 0 }, options, Network);
}
