using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options that a sample is fitted with where none are given; what is null here is as for all other data.</summary>
internal sealed record SampleRecipe
{
    /// <summary>The recipe of data that has none of its own.</summary>
    public static SampleRecipe None { get; } = new();

    /// <summary>Hidden units.</summary>
    public int? Hidden { get; init; }

    /// <summary>Passes over the data.</summary>
    public int? Epochs { get; init; }

    /// <summary>Sequences per step of the optimizer.</summary>
    public int? Batch { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The largest norm of all gradients together.</summary>
    public double? GradientNorm { get; init; }

    /// <summary>The validation loss that ends the fit.</summary>
    public double? SufficientLoss { get; init; }

    /// <summary>Over how many steps gates start to remember.</summary>
    public int? Chrono { get; init; }

    /// <summary>Threads of the fit.</summary>
    public int? Threads { get; init; }

    /// <summary>How raw values are scaled.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>How to fit: as the recipe says, and where it says nothing as it was.</summary>
    public FitOptions Fit(FitOptions options) => options with
    {
        Epochs = Epochs ?? options.Epochs,
        BatchSize = Batch ?? options.BatchSize,
        LearningRate = LearningRate ?? options.LearningRate,
        GradientNorm = GradientNorm ?? options.GradientNorm,
        SufficientLoss = SufficientLoss ?? options.SufficientLoss,
    };

    /// <summary>What tasks that ask for a memory over so many steps have in common.</summary>
    // Features are 0 and 1, or as small: a scale would blow up the columns that are seldom 1. Threads would wait for each other at every time step.
    public static SampleRecipe Memory(int lag) =>
        new() { Hidden = 64, Batch = 128, LearningRate = 0.005, GradientNorm = 1, Chrono = lag, Threads = 1, Normalization = InputNormalization.None };
}
