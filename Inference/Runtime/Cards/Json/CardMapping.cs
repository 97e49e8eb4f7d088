namespace MlNetRecurrent;

/// <summary>
/// Maps a card to its JSON form and back. The properties of the JSON form have the names that the first files use, which do not change; some of those
/// of the records have been renamed since.
/// </summary>
internal static class CardMapping
{
    public static ModelCardJsonV1 ToJsonForm(ModelCard card) => new()
    {
        Version = card.Version,
        Network = NetworkMapping.ToJsonForm(card.Network),
        Window = card.Window,
        MinWindow = card.MinWindow,
        FeatureNames = card.FeatureNames,
        TargetNames = card.TargetNames,
        Labels = card.Labels,
        Vocabulary = card.Vocabulary is { } vocabulary ? ToJsonForm(vocabulary) : null,
        Columns = card.Columns is { } columns ? DataMapping.ToJsonForm(columns) : null,
        Data = card.Data is { } data ? DataMapping.ToJsonForm(data) : null,
        Fit = card.Fit is { } fit ? FitMapping.ToJsonForm(fit) : null,
        Scores = card.Metrics,
        Parity = card.ParityError,
        Precision = card.Precision,
        PrecisionCost = card.PrecisionError,
    };

    public static ModelCard ToCard(ModelCardJsonV1 json) => new()
    {
        Version = json.Version,
        Network = NetworkMapping.ToDescription(json.Network),
        Window = json.Window,
        MinWindow = json.MinWindow,
        FeatureNames = json.FeatureNames,
        TargetNames = json.TargetNames,
        Labels = json.Labels,
        Vocabulary = json.Vocabulary is { } vocabulary ? ToVocabulary(vocabulary) : null,
        Columns = json.Columns is { } columns ? DataMapping.ToColumns(columns) : null,
        Data = json.Data is { } data ? DataMapping.ToSummary(data) : null,
        Fit = json.Fit is { } fit ? FitMapping.ToSummary(fit) : null,
        Metrics = json.Scores,
        ParityError = json.Parity,
        Precision = json.Precision,
        PrecisionError = json.PrecisionCost,
    };

    private static VocabularyJsonV1 ToJsonForm(Vocabulary vocabulary) => new() { Kind = vocabulary.TokenUnit, Tokens = vocabulary.Tokens };

    private static Vocabulary ToVocabulary(VocabularyJsonV1 json) => new(json.Kind, json.Tokens);
}
