namespace MlNetRecurrent.Console;

/// <summary>The settings of the sine job; the defaults are the taught experiment.</summary>
internal sealed record SineOptions
{
    /// <summary>The folder that takes the models and the picture.</summary>
    public string Out { get; init; } = "Exported";

    /// <summary>Time steps of a window.</summary>
    public int Window { get; init; } = 20;

    /// <summary>Hidden units.</summary>
    public int Hidden { get; init; } = 50;

    /// <summary>Full-batch passes over the windows.</summary>
    public int Epochs { get; init; } = 100;

    /// <summary>The learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 0.01;

    /// <summary>The seed of the initial weights.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Whether the models are exported without optional inputs.</summary>
    public bool Minimal { get; init; }
}
