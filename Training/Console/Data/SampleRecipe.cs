using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that a sample is fitted with where none are given; what is null here is as for all other data.</summary>
internal sealed record SampleRecipe
{
    /// <summary>The recipe of data that has none of its own.</summary>
    public static SampleRecipe None { get; } = new();

    /// <summary>Hidden units.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>Passes over the data.</summary>
    public int? Epochs { get; init; }

    /// <summary>Sequences per step of the optimizer.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The largest norm of all gradients together.</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>The validation loss that ends the fit.</summary>
    public double? StoppingThreshold { get; init; }

    /// <summary>Over how many steps gates start to remember.</summary>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>Threads of the fit.</summary>
    public int? Threads { get; init; }

    /// <summary>How raw values are scaled.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>How to fit: as the recipe says, and where it says nothing as it was.</summary>
    public FitOptions Fit(FitOptions options) => options with
    {
        Epochs = Epochs ?? options.Epochs,
        BatchSize = BatchSize ?? options.BatchSize,
        LearningRate = LearningRate ?? options.LearningRate,
        MaxGradientNorm = MaxGradientNorm ?? options.MaxGradientNorm,
        StoppingThreshold = StoppingThreshold ?? options.StoppingThreshold,
    };

    /// <summary>What tasks that ask for a memory over so many steps have in common.</summary>
    // Features are 0 and 1, or as small: a scale would blow up the columns that are seldom 1. Threads would wait for each other at every time step.
    public static SampleRecipe Memory(int lag) =>
        new() { HiddenSize = 64, BatchSize = 128, LearningRate = 0.005, MaxGradientNorm = 1, ChronoMaxDependency = lag, Threads = 1, Normalization = InputNormalization.None };
}
