namespace MlNetRecurrent;

/// <summary>
/// The numbers of a network beside its <see cref="NetworkDescription"/>, in plain row-major arrays. Those of an ensemble stand one network behind
/// another, in each of <see cref="Embedding"/>, <see cref="Layers"/>, <see cref="HeadWeight"/> and <see cref="HeadBias"/>.
/// </summary>
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

    /// <summary>One entry for each column, or null where raw values go in.</summary>
    public AffineScale? InputScale { get; init; }

    /// <summary>One entry for each covariate known ahead, or null where there is none or raw values go in.</summary>
    public AffineScale? FutureCovariateScale { get; init; }

    /// <summary>One entry for each target, or null where raw values come out.</summary>
    public AffineScale? TargetScale { get; init; }

    /// <summary>
    /// [horizon, targets, quantiles]: what calibration adds to the steps from one quantile to the next, 0 for the median; null without quantiles.
    /// </summary>
    public float[]? QuantileShift { get; init; }

    /// <summary>The numbers of one network of an ensemble; what its networks share is left as it is.</summary>
    public NetworkWeights Member(NetworkDescription network, int member)
    {
        return network.EnsembleSize == 1 ? this : this with
        {
            Embedding = Part(Embedding),
            Layers = [.. Layers.Skip(member * network.Layers.Count).Take(network.Layers.Count)],
            HeadWeight = Part(HeadWeight),
            HeadBias = Part(HeadBias),
        };

        float[]? Part(float[]? numbers)
        {
            var size = (numbers?.Length ?? 0) / network.EnsembleSize;
            return numbers?[(member * size)..((member + 1) * size)];
        }
    }

    /// <summary>The numbers of an ensemble; what its networks share is taken from the first.</summary>
    public static NetworkWeights Join(IReadOnlyList<NetworkWeights> members)
    {
        return members.Count == 1 ? members[0] : members[0] with
        {
            Embedding = All(member => member.Embedding),
            Layers = [.. members.SelectMany(member => member.Layers)],
            HeadWeight = All(member => member.HeadWeight),
            HeadBias = All(member => member.HeadBias),
        };

        float[]? All(Func<NetworkWeights, float[]?> part) => part(members[0]) is null ? null : [.. members.SelectMany(member => part(member)!)];
    }
}
