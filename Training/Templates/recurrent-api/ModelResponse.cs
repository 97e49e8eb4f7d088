using MlNetRecurrent;

namespace ApiNamespace;

/// <summary>What a model takes and gives, and which version of its file is in use.</summary>
internal sealed record ModelResponse
{
    public required string Task { get; init; }

    /// <summary>The number of values in each time step of a sequence.</summary>
    public required int Features { get; init; }

    public required IReadOnlyList<string> FeatureNames { get; init; }

    /// <summary>The number of time steps that a sequence must have at least.</summary>
    public required int MinSteps { get; init; }

    /// <summary>The number of time steps in each sequence of the training; null if it varied.</summary>
    public required int? TrainingWindow { get; init; }

    /// <summary>The number of time steps in a forecast; 0 for other tasks.</summary>
    public required int Horizon { get; init; }

    public required IReadOnlyList<string> TargetNames { get; init; }

    public required IReadOnlyList<double> Quantiles { get; init; }

    /// <summary>The names of the classes, in the order of their probabilities.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The SHA-256 hash of the file in use.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset LoadedAt { get; init; }

    /// <summary>Since when a newer file has been refused; null if there is none. The log has the reason, which may name folders.</summary>
    public required DateTimeOffset? RefusedSince { get; init; }

    public static ModelResponse Create(ModelCard card, HostedModelStatus status)
    {
        var signature = ModelSignature.FromCard(card);
        return new ModelResponse
        {
            Task = signature.Task.ToString(),
            Features = signature.Features,
            FeatureNames = signature.FeatureNames,
            MinSteps = signature.MinSteps,
            TrainingWindow = card.Window,
            Horizon = signature.Horizon,
            TargetNames = signature.TargetNames,
            Quantiles = signature.Quantiles,
            Labels = signature.Labels,
            Fingerprint = status.Fingerprint,
            LoadedAt = status.LoadedAt,
            RefusedSince = status.RefusedSince,
        };
    }
}
