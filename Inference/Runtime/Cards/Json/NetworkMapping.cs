namespace MlNetRecurrent;

/// <summary>Maps the description of a network to its JSON shape and back.</summary>
internal static class NetworkMapping
{
    public static NetworkDescriptionShapeV1 ToShape(NetworkDescription network) => new()
    {
        Task = network.Task,
        Features = network.Features,
        Embedding = network.Embedding is { } embedding ? ToShape(embedding) : null,
        Normalization = network.Normalization,
        Layers = [.. network.Layers.Select(ToShape)],
        Dropout = network.Regularization.Dropout,
        RecurrentDropout = network.Regularization.RecurrentDropout,
        HeadDropout = network.Regularization.HeadDropout,
        LayerNormalization = network.HasLayerNormalization,
        Read = network.Pooling,
        Horizon = network.Forecast.Horizon,
        Targets = network.Forecast.Targets,
        Known = network.Forecast.FutureCovariates,
        SeasonalKnown = network.Forecast.SeasonalCovariates,
        TargetFeatures = network.Forecast.TargetFeatures,
        Transform = network.Forecast.Transform,
        TransformOffset = network.Forecast.TransformOffset,
        Base = network.Forecast.ResidualBaseline,
        Season = network.Forecast.SeasonLength,
        Differences = network.Forecast.HasDifferences,
        Quantiles = network.Forecast.Quantiles,
        Classes = network.Classes,
        Ensemble = network.EnsembleSize,
    };

    public static NetworkDescription ToDescription(NetworkDescriptionShapeV1 shape) => new()
    {
        Task = shape.Task,
        Features = shape.Features,
        Embedding = shape.Embedding is { } embedding ? new EmbeddingDescription(embedding.Vocabulary, embedding.Size) : null,
        Normalization = shape.Normalization,
        Layers = [.. shape.Layers.Select(ToLayer)],
        Regularization = new RegularizationDescription
        {
            Dropout = shape.Dropout,
            RecurrentDropout = shape.RecurrentDropout,
            HeadDropout = shape.HeadDropout,
        },
        HasLayerNormalization = shape.LayerNormalization,
        Pooling = shape.Read,
        Forecast = new ForecastDescription
        {
            Horizon = shape.Horizon,
            Targets = shape.Targets,
            FutureCovariates = shape.Known,
            SeasonalCovariates = shape.SeasonalKnown,
            TargetFeatures = shape.TargetFeatures,
            Transform = shape.Transform,
            TransformOffset = shape.TransformOffset,
            ResidualBaseline = shape.Base,
            SeasonLength = shape.Season,
            HasDifferences = shape.Differences,
            Quantiles = shape.Quantiles,
        },
        Classes = shape.Classes,
        EnsembleSize = shape.Ensemble,
    };

    private static EmbeddingDescriptionShapeV1 ToShape(EmbeddingDescription embedding) => new()
    {
        Vocabulary = embedding.VocabularySize,
        Size = embedding.EmbeddingSize,
    };

    private static LayerDescriptionShapeV1 ToShape(LayerDescription? layer) => layer is null ? null! : new()
    {
        Cell = layer.Cell,
        InputSize = layer.InputSize,
        HiddenSize = layer.HiddenSize,
        Direction = layer.Direction,
        Bias = layer.HasBias,
    };

    // [null] is a valid list of layers in JSON; validation rejects it.
    private static LayerDescription ToLayer(LayerDescriptionShapeV1? shape) => shape is null ? null! : new()
    {
        Cell = shape.Cell,
        InputSize = shape.InputSize,
        HiddenSize = shape.HiddenSize,
        Direction = shape.Direction,
        HasBias = shape.Bias,
    };
}
