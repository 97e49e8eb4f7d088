using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The options of a sample that differ from the general defaults; the others are null.</summary>
internal sealed record SampleRecipe
{
    /// <summary>The empty recipe: every option has its general default.</summary>
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

    /// <summary>The longest dependency of chrono initialization (of the gate biases), in time steps.</summary>
    public int? ChronoMaxDependency { get; init; }

    /// <summary>The normalization of inputs.</summary>
    public InputNormalization? Normalization { get; init; }

    /// <summary>
    /// Replaces the training options that the recipe sets. <see cref="ModelOptions"/> and <see cref="FittingOptions"/> apply its other options.
    /// </summary>
    public FitOptions ApplyTo(FitOptions options) => options with
    {
        Epochs = Epochs ?? options.Epochs,
        BatchSize = BatchSize ?? options.BatchSize,
        LearningRate = LearningRate ?? options.LearningRate,
        MaxGradientNorm = MaxGradientNorm ?? options.MaxGradientNorm,
        StoppingThreshold = StoppingThreshold ?? options.StoppingThreshold,
    };

    /// <summary>Creates the recipe for tasks that require a memory over a number of time steps.</summary>
    /// <param name="lag">The number of time steps to remember.</param>
    public static SampleRecipe ForMemoryTask(int lag) => new()
    {
        HiddenSize = 64,
        BatchSize = 128,
        LearningRate = 0.005,
        MaxGradientNorm = 1,
        ChronoMaxDependency = lag,

        // Features are one-hot or from -1 to 1. Standardizing would inflate columns that are almost always 0.
        Normalization = InputNormalization.None,
    };
}
