namespace MlNetRecurrent;

/// <summary>How a network was fitted.</summary>
public sealed record FitSummary
{
    /// <summary>Passes over the data.</summary>
    public required int Epochs { get; init; }

    /// <summary>Sequences per step of the optimizer.</summary>
    public required int BatchSize { get; init; }

    /// <summary>The optimizer's name.</summary>
    public required string Optimizer { get; init; }

    /// <summary>The optimizer's learning rate.</summary>
    public required double LearningRate { get; init; }

    /// <summary>The loss that was minimised.</summary>
    public required string Loss { get; init; }

    /// <summary>The loss of the last epoch, in the scaled space that the network is fitted in.</summary>
    public required double FinalLoss { get; init; }

    /// <summary>The seed of initial weights, order of batches and dropout.</summary>
    public required long Seed { get; init; }

    /// <summary>The epoch whose weights were kept, the best on the validation data; null where the last ones were.</summary>
    public int? BestEpoch { get; init; }

    /// <summary>The loss on the validation data of that epoch.</summary>
    public double? ValidationLoss { get; init; }
}
