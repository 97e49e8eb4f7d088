using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The default training options of a sample. Null means the general default.</summary>
internal sealed record SampleRecipe
{
    /// <summary>The recipe of data without one.</summary>
    public static SampleRecipe None { get; } = new();

    /// <summary>The hidden size.</summary>
    public int? HiddenSize { get; init; }

    /// <summary>The number of passes over the data.</summary>
    public int? Epochs { get; init; }

    /// <summary>The number of sequences per optimizer step.</summary>
    public int? BatchSize { get; init; }

    /// <summary>The learning rate.</summary>
    public double? LearningRate { get; init; }

    /// <summary>The maximum global gradient norm (gradient clipping).</summary>
    public double? MaxGradientNorm { get; init; }

    /// <summary>The validation loss at which training stops early.</summary>
    public double? StoppingThreshold { get; init; }

    /// <summary>The maximum dependency, in time steps, for which gate biases are initialized.</summary>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>The number of training threads.</summary>
    public int? Threads { get; init; }

    /// <summary>The normalization of inputs.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>Applies the recipe to training options.</summary>
    public FitOptions Fit(FitOptions options) => options with
    {
        Epochs = Epochs ?? options.Epochs,
        BatchSize = BatchSize ?? options.BatchSize,
        LearningRate = LearningRate ?? options.LearningRate,
        MaxGradientNorm = MaxGradientNorm ?? options.MaxGradientNorm,
        StoppingThreshold = StoppingThreshold ?? options.StoppingThreshold,
    };

    /// <summary>Creates the recipe for tasks that require a memory over a number of time steps.</summary>
    /// <param name="lag">The number of time steps to remember.</param>
    public static SampleRecipe Memory(int lag) => new()
    {
        HiddenSize = 64,
        BatchSize = 128,
        LearningRate = 0.005,
        MaxGradientNorm = 1,
        ChronoMaxDependency = lag,

        // Threads would wait for each other at every time step.
        Threads = 1,

        // Features are at most about 1; scaling would inflate columns that are rarely 1.
        Normalization = InputNormalization.None,
    };
}
