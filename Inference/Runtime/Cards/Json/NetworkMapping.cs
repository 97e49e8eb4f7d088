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
        Dropout = network.Dropout,
        RecurrentDropout = network.RecurrentDropout,
        HeadDropout = network.HeadDropout,
        LayerNormalization = network.LayerNormalization,
        Read = network.Read,
        Horizon = network.Horizon,
        Targets = network.Targets,
        Known = network.Known,
        SeasonalKnown = network.SeasonalKnown,
        TargetFeatures = network.TargetFeatures,
        Transform = network.Transform,
        TransformOffset = network.TransformOffset,
        Base = network.Base,
        Season = network.Season,
        Differences = network.Differences,
        Quantiles = network.Quantiles,
        Classes = network.Classes,
        Ensemble = network.Ensemble,
    };

    public static NetworkDescription ToDescription(NetworkDescriptionShapeV1 shape) => new()
    {
        Task = shape.Task,
        Features = shape.Features,
        Embedding = shape.Embedding is { } embedding ? new EmbeddingDescription(embedding.Vocabulary, embedding.Size) : null,
        Normalization = shape.Normalization,
        Layers = [.. shape.Layers.Select(ToLayer)],
        Dropout = shape.Dropout,
        RecurrentDropout = shape.RecurrentDropout,
        HeadDropout = shape.HeadDropout,
        LayerNormalization = shape.LayerNormalization,
        Read = shape.Read,
        Horizon = shape.Horizon,
        Targets = shape.Targets,
        Known = shape.Known,
        SeasonalKnown = shape.SeasonalKnown,
        TargetFeatures = shape.TargetFeatures,
        Transform = shape.Transform,
        TransformOffset = shape.TransformOffset,
        Base = shape.Base,
        Season = shape.Season,
        Differences = shape.Differences,
        Quantiles = shape.Quantiles,
        Classes = shape.Classes,
        Ensemble = shape.Ensemble,
    };

    private static EmbeddingDescriptionShapeV1 ToShape(EmbeddingDescription embedding) => new()
    {
        Vocabulary = embedding.Vocabulary,
        Size = embedding.Size,
    };

    private static LayerDescriptionShapeV1 ToShape(LayerDescription? layer) => layer is null ? null! : new()
    {
        Cell = layer.Cell,
        InputSize = layer.InputSize,
        HiddenSize = layer.HiddenSize,
        Direction = layer.Direction,
        Bias = layer.Bias,
    };

    // [null] is a list of layers too; validation refuses it by name.
    private static LayerDescription ToLayer(LayerDescriptionShapeV1? shape) => shape is null ? null! : new()
    {
        Cell = shape.Cell,
        InputSize = shape.InputSize,
        HiddenSize = shape.HiddenSize,
        Direction = shape.Direction,
        Bias = shape.Bias,
    };
}
