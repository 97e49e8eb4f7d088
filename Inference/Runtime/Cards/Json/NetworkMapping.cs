namespace MlNetRecurrent;

/// <summary>Maps the description of a network to its JSON form and back.</summary>
internal static class NetworkMapping
{
    public static NetworkDescriptionJsonV1 ToJsonForm(NetworkDescription network) => new()
    {
        Task = network.Task,
        Features = network.Features,
        Embedding = network.Embedding is { } embedding ? ToJsonForm(embedding) : null,
        Categories = [.. network.Categories.Select(ToJsonForm)],
        StaticFeatures = network.StaticFeatures,
        Normalization = network.Normalization,
        Layers = [.. network.Layers.Select(ToJsonForm)],
        Dropout = network.Regularization.Dropout,
        RecurrentDropout = network.Regularization.RecurrentDropout,
        HeadDropout = network.Regularization.HeadDropout,
        LayerNormalization = network.HasLayerNormalization,
        Read = network.Pooling,
        Horizon = network.Forecast.Horizon,
        Targets = network.Forecast.Targets,
        Known = network.Forecast.FutureCovariates,
        SeasonalKnown = network.Forecast.SeasonalCovariates,
        LagFeatures = network.Forecast.LagFeatures,
        TargetFeatures = network.Forecast.TargetFeatures,
        Transform = network.Forecast.Transform,
        TransformOffset = network.Forecast.TransformOffset,
        Base = network.Forecast.ResidualBaseline,
        Season = network.Forecast.SeasonLength,
        Differences = network.Forecast.HasDifferences,
        Quantiles = network.Forecast.Quantiles,
        Classes = network.Classes,
        Ensemble = network.EnsembleSize,
        LayerNormalizationEpsilon = network.LayerNormalizationEpsilon,
        LearnedInitialState = network.HasLearnedInitialState,
        PooledSteps = network.PooledSteps,
        ReversesOutput = network.ReversesOutput,
        HeadNormalization = network.HasHeadNormalization,
        HeadLayers = [.. network.HeadLayers.Select(LayerPartMapping.ToJsonForm)],
        OutputActivation = LayerPartMapping.ToJsonForm(network.OutputActivation, ActivationFunction.Identity),
        LogProbabilities = network.HasLogProbabilities,
        Minimum = network.Forecast.Minimum,
        Maximum = network.Forecast.Maximum,
    };

    public static NetworkDescription ToDescription(NetworkDescriptionJsonV1 json) => new()
    {
        Task = json.Task,
        Features = json.Features,
        Embedding = json.Embedding is { } embedding ? new EmbeddingDescription(embedding.Vocabulary, embedding.Size) : null,
        Categories = [.. json.Categories.Select(ToCategory)],
        StaticFeatures = json.StaticFeatures,
        Normalization = json.Normalization,
        Layers = [.. json.Layers.Select(ToLayer)],
        Regularization = new RegularizationDescription
        {
            Dropout = json.Dropout,
            RecurrentDropout = json.RecurrentDropout,
            HeadDropout = json.HeadDropout,
        },
        HasLayerNormalization = json.LayerNormalization,
        Pooling = json.Read,
        Forecast = new ForecastDescription
        {
            Horizon = json.Horizon,
            Targets = json.Targets,
            FutureCovariates = json.Known,
            SeasonalCovariates = json.SeasonalKnown,
            LagFeatures = json.LagFeatures,
            TargetFeatures = json.TargetFeatures,
            Transform = json.Transform,
            TransformOffset = json.TransformOffset,
            ResidualBaseline = json.Base,
            SeasonLength = json.Season,
            HasDifferences = json.Differences,
            Quantiles = json.Quantiles,
            Minimum = json.Minimum,
            Maximum = json.Maximum,
        },
        Classes = json.Classes,
        EnsembleSize = json.Ensemble,
        LayerNormalizationEpsilon = json.LayerNormalizationEpsilon,
        HasLearnedInitialState = json.LearnedInitialState,
        PooledSteps = json.PooledSteps,
        ReversesOutput = json.ReversesOutput,
        HasHeadNormalization = json.HeadNormalization,
        HeadLayers = [.. json.HeadLayers.Select(LayerPartMapping.ToLinear)],
        OutputActivation = LayerPartMapping.ToFunction(json.OutputActivation, ActivationFunction.Identity),
        HasLogProbabilities = json.LogProbabilities,
    };

    private static EmbeddingDescriptionJsonV1 ToJsonForm(EmbeddingDescription embedding) => new()
    {
        Vocabulary = embedding.VocabularySize,
        Size = embedding.EmbeddingSize,
    };

    // [null] is a valid list in JSON; validation rejects it.
    private static CategoryDescriptionJsonV1 ToJsonForm(CategoryDescription? category) => category is null ? null! : new()
    {
        Count = category.Count,
        Size = category.EmbeddingSize,
    };

    private static CategoryDescription ToCategory(CategoryDescriptionJsonV1? json) =>
        json is null ? null! : new CategoryDescription(json.Count, json.Size);

    private static LayerDescriptionJsonV1 ToJsonForm(LayerDescription? layer) => layer is null ? null! : new()
    {
        Cell = layer.Cell,
        InputSize = layer.InputSize,
        HiddenSize = layer.HiddenSize,
        Direction = layer.Direction,
        Bias = layer.HasBias,
        InputLayers = [.. layer.InputLayers.Select(LayerPartMapping.ToJsonForm)],
        Variant = layer.Variant is { } variant ? LayerPartMapping.ToJsonForm(variant) : null,
    };

    // [null] is a valid list of layers in JSON; validation rejects it.
    private static LayerDescription ToLayer(LayerDescriptionJsonV1? json) => json is null ? null! : new()
    {
        Cell = json.Cell,
        InputSize = json.InputSize,
        HiddenSize = json.HiddenSize,
        Direction = json.Direction,
        HasBias = json.Bias,
        InputLayers = [.. json.InputLayers.Select(LayerPartMapping.ToLinear)],
        Variant = json.Variant is { } variant ? LayerPartMapping.ToVariant(variant) : null,
    };
}
