namespace MlNetRecurrent.Console;

/// <summary>The options of the sine experiment. The defaults are those of README.md.</summary>
internal sealed record SineOptions
{
    /// <summary>The folder for the models and the picture.</summary>
    public string Out { get; init; } = "Exported";

    /// <summary>The number of time steps in each input window.</summary>
    public int Window { get; init; } = 20;

    /// <summary>The hidden size.</summary>
    public int Hidden { get; init; } = 50;

    /// <summary>The number of epochs, each a full-batch pass over the windows.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The seed of the initial weights.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether the models are exported without their optional inputs.</summary>
    public bool Minimal { get; init; }
}
