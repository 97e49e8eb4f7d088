namespace MlNetRecurrent;

/// <summary>
/// The weights and scales of the network that a <see cref="NetworkDescription"/> describes, in row-major arrays. For an ensemble,
/// all members but the scales and the quantile shift hold those of all its networks, concatenated.
/// </summary>
internal sealed record NetworkWeights
{
    /// <summary>The embedding table [vocabulary, size]; null without an embedding.</summary>
    public float[]? Embedding { get; init; }

    /// <summary>The table of each category [count + 1, size]; empty without categories.</summary>
    public IReadOnlyList<float[]> Categories { get; init; } = [];

    /// <summary>The weights of each layer, first to last.</summary>
    public required IReadOnlyList<LayerWeights> Layers { get; init; }

    /// <summary>
    /// The trained initial hidden states of all layers, [directions, hidden] each, concatenated; null for zeros.
    /// </summary>
    public float[]? InitialHidden { get; init; }

    /// <summary>
    /// The trained initial cell states of the layers that have them, [directions, hidden] each, concatenated; null for zeros.
    /// </summary>
    public float[]? InitialCell { get; init; }

    /// <summary>The layer normalization of the head's input, [head input size]; null without.</summary>
    public NormWeights? HeadNorm { get; init; }

    /// <summary>The weights of the hidden layers of the head, first to last.</summary>
    public IReadOnlyList<LinearWeights> HeadLayers { get; init; } = [];

    /// <summary>The weights of the output layer [output layer input size, head output size]; null without a head.</summary>
    public float[]? HeadWeight { get; init; }

    /// <summary>The bias of the head [head output size]; null without a head.</summary>
    public float[]? HeadBias { get; init; }

    /// <summary>The scale of each feature and difference; null without normalization.</summary>
    public AffineScale? InputScale { get; init; }

    /// <summary>The scale of each future covariate; null without future covariates or without normalization.</summary>
    public AffineScale? FutureCovariateScale { get; init; }

    /// <summary>The scale of each target; null if the outputs of the network are raw values.</summary>
    public AffineScale? TargetScale { get; init; }

    /// <summary>
    /// The calibration of the quantiles [horizon, targets, quantiles]: an offset for each step from one quantile to the next, 0 for the median; null
    /// without quantiles.
    /// </summary>
    public float[]? QuantileShift { get; init; }

    /// <summary>The weights of one network of the ensemble. Shared scales are kept.</summary>
    public NetworkWeights Member(NetworkDescription network, int member)
    {
        return network.EnsembleSize == 1 ? this : this with
        {
            Embedding = Part(Embedding),
            Categories = [.. Categories.Skip(member * network.Categories.Count).Take(network.Categories.Count)],
            Layers = [.. Layers.Skip(member * network.Layers.Count).Take(network.Layers.Count)],
            InitialHidden = Part(InitialHidden),
            InitialCell = Part(InitialCell),
            HeadNorm = HeadNorm is null ? null : new NormWeights(Part(HeadNorm.Scale)!, Part(HeadNorm.Shift)!),
            HeadLayers = [.. HeadLayers.Skip(member * network.HeadLayers.Count).Take(network.HeadLayers.Count)],
            HeadWeight = Part(HeadWeight),
            HeadBias = Part(HeadBias),
        };

        float[]? Part(float[]? values)
        {
            var size = (values?.Length ?? 0) / network.EnsembleSize;
            return values?[(member * size)..((member + 1) * size)];
        }
    }

    /// <summary>Concatenates the weights of networks to those of an ensemble. Shared scales are taken from the first network.</summary>
    public static NetworkWeights Join(IReadOnlyList<NetworkWeights> members)
    {
        return members.Count == 1 ? members[0] : members[0] with
        {
            Embedding = All(member => member.Embedding),
            Categories = [.. members.SelectMany(member => member.Categories)],
            Layers = [.. members.SelectMany(member => member.Layers)],
            InitialHidden = All(member => member.InitialHidden),
            InitialCell = All(member => member.InitialCell),
            HeadNorm = members[0].HeadNorm is null
                ? null
                : new NormWeights(All(member => member.HeadNorm!.Scale)!, All(member => member.HeadNorm!.Shift)!),
            HeadLayers = [.. members.SelectMany(member => member.HeadLayers)],
            HeadWeight = All(member => member.HeadWeight),
            HeadBias = All(member => member.HeadBias),
        };

        float[]? All(Func<NetworkWeights, float[]?> part) => part(members[0]) is null ? null : [.. members.SelectMany(member => part(member)!)];
    }
}
