namespace MlNetRecurrent;

/// <summary>
/// Maps a card to its JSON form and back. The properties of the JSON form have the names that the first files use, which do not change; some of those
/// of the records have been renamed since.
/// </summary>
internal static class CardMapping
{
    public static ModelCardShapeV1 ToShape(ModelCard card) => new()
    {
        Version = card.Version,
        Network = NetworkMapping.ToShape(card.Network),
        Window = card.Window,
        FeatureNames = card.FeatureNames,
        TargetNames = card.TargetNames,
        Labels = card.Labels,
        Vocabulary = card.Vocabulary is { } vocabulary ? ToShape(vocabulary) : null,
        Columns = card.Columns is { } columns ? DataMapping.ToShape(columns) : null,
        Data = card.Data is { } data ? DataMapping.ToShape(data) : null,
        Fit = card.Fit is { } fit ? FitMapping.ToShape(fit) : null,
        Scores = card.Metrics,
        Parity = card.ParityError,
        Precision = card.Precision,
        PrecisionCost = card.PrecisionError,
    };

    public static ModelCard ToCard(ModelCardShapeV1 shape) => new()
    {
        Version = shape.Version,
        Network = NetworkMapping.ToDescription(shape.Network),
        Window = shape.Window,
        FeatureNames = shape.FeatureNames,
        TargetNames = shape.TargetNames,
        Labels = shape.Labels,
        Vocabulary = shape.Vocabulary is { } vocabulary ? ToVocabulary(vocabulary) : null,
        Columns = shape.Columns is { } columns ? DataMapping.ToColumns(columns) : null,
        Data = shape.Data is { } data ? DataMapping.ToSummary(data) : null,
        Fit = shape.Fit is { } fit ? FitMapping.ToSummary(fit) : null,
        Metrics = shape.Scores,
        ParityError = shape.Parity,
        Precision = shape.Precision,
        PrecisionError = shape.PrecisionCost,
    };

    private static VocabularyShapeV1 ToShape(Vocabulary vocabulary) => new() { Kind = vocabulary.TokenUnit, Tokens = vocabulary.Tokens };

    private static Vocabulary ToVocabulary(VocabularyShapeV1 shape) => new(shape.Kind, shape.Tokens);
}
