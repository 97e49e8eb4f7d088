using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The table of the options of a fit.</summary>
public sealed class FitSettingsTests
{
    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4);

    // Those of a fit that is run elsewhere, and those that a card keeps as what came of them.
    private static readonly string[] NotKept =
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
    public void Read_WhatWasWritten_GivesEveryOptionBack()
    {
        var read = FitSettings.Read(new FitOptions(), new ModelCard { Network = Network, Fit = Written(Unusual) });

        Assert.Equal(Unusual, read);
        // An option that is added and not declared is noticed here.
        foreach (var property in typeof(FitOptions).GetProperties().Where(property => !NotKept.Contains(property.Name)))
            Assert.NotEqual(property.GetValue(new FitOptions()), property.GetValue(Unusual));
    }

    [Fact]
    public void Read_CardWithoutAFit_LeavesTheOptions() => Assert.Equal(Unusual, FitSettings.Read(Unusual, new ModelCard { Network = Network }));

    [Fact]
    public void Read_NamesOfOthers_LeavesTheOptions()
    {
        var fit = Written(new FitOptions()) with { Optimizer = "lion", Schedule = "saw", Loss = "quantum" };

        var read = FitSettings.Read(Unusual, new ModelCard { Network = Network, Fit = fit });

        Assert.Equal((FitOptimizer.AdamW, LearningRateSchedule.Late, ForecastLoss.Huber), (read.Optimizer, read.Schedule, read.Loss));
    }

    [Fact]
    public void Text_UnusualOptions_SaysThemInOrder()
    {
        var texts = FitSettings.All.Select(setting => setting.Text?.Invoke(Written(Unusual))).OfType<string>();

        Assert.Equal(
            ["weight decay 0.1", "schedule late", "warm-up over 2 epochs", "gradients clipped at 4", "patience 5", "noise 0.2", "time mask 0.4",
                "stretch 0.6", "shift 8", "gradients through 9 steps"],
            texts);
        Assert.Empty(FitSettings.All.Select(setting => setting.Text?.Invoke(Written(new FitOptions()))).OfType<string>());
    }

    [Fact]
    public void All_Options_HaveNamesOfTheirOwn() => Assert.Distinct(FitSettings.All.Select(setting => setting.Option));

    private static FitSummary Written(FitOptions options) =>
        FitSettings.Write(
            new FitSummary { Epochs = 7, BatchSize = 3, Optimizer = "", LearningRate = 0, Loss = "", FinalLoss = 1, Seed = 0 }, options, Network);
}
