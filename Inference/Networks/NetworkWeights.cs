namespace MlNetRecurrent;

/// <summary>The numbers of a network beside its <see cref="NetworkDescription"/>, in plain row-major arrays.</summary>
internal sealed record NetworkWeights
{
    /// <summary>[vocabulary, size], or null without an embedding.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>One entry for each layer, first to last.</summary>
    public required IReadOnlyList<LayerWeights> Layers { get; init; }

    /// <summary>[width, head size], or null without a head.</summary>
    public float[]? HeadWeight { get; init; }

    /// <summary>[head size], or null without a head.</summary>
    public float[]? HeadBias { get; init; }

    /// <summary>One entry for each feature, or null where raw values go in.</summary>
    public AffineScale? InputScale { get; init; }

    /// <summary>One entry for each target, or null where raw values come out.</summary>
    public AffineScale? TargetScale { get; init; }

    /// <summary>
    /// [horizon, targets, quantiles]: what calibration adds to the steps from one quantile to the next, 0 for the median; null without quantiles.
    /// </summary>
    public float[]? QuantileShift { get; init; }
}
