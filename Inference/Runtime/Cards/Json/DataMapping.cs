namespace MlNetRecurrent;

/// <summary>Maps the data part of a card to its JSON form and back (see <see cref="CardMapping"/> for the names).</summary>
internal static class DataMapping
{
    public static DataColumnsShapeV1 ToShape(DataColumns columns) => new()
    {
        Targets = columns.Targets,
        Features = columns.Features,
        Known = columns.FutureCovariates,
        Calendar = columns.CalendarFields,
        Lags = columns.Lags,
        Series = columns.Series,
        Time = columns.Time,
        Label = columns.Label,
        Sequence = columns.Sequence,
        StepsInRow = columns.StepsPerRow,
        Split = columns.Split,
        CarryForward = columns.ForwardFill,
    };

    public static DataColumns ToColumns(DataColumnsShapeV1 shape) => new()
    {
        Targets = shape.Targets,
        Features = shape.Features,
        FutureCovariates = shape.Known,
        CalendarFields = shape.Calendar,
        Lags = shape.Lags,
        Series = shape.Series,
        Time = shape.Time,
        Label = shape.Label,
        Sequence = shape.Sequence,
        StepsPerRow = shape.StepsInRow,
        Split = shape.Split,
        ForwardFill = shape.CarryForward,
    };

    public static DataSummaryShapeV1 ToShape(DataSummary summary) => new()
    {
        Source = summary.Source,
        Sequences = summary.SequenceCount,
        Season = summary.SeasonLength,
        FittedSeries = summary.TrainingSeries?.Select(ToShape).ToList(),
        FittedSequences = summary.TrainingSequenceHashes,
        FittedText = summary.TrainingText is { } text ? ToShape(text) : null,
        TargetMeans = summary.TargetMeans,
        NaiveScales = summary.MaseScales,
        LabelCounts = summary.LabelCounts,
    };

    public static DataSummary ToSummary(DataSummaryShapeV1 shape) => new()
    {
        Source = shape.Source,
        SequenceCount = shape.Sequences,
        SeasonLength = shape.Season,
        TrainingSeries = shape.FittedSeries?.Select(ToSeries).ToList(),
        TrainingSequenceHashes = shape.FittedSequences,
        TrainingText = shape.FittedText is { } text ? ToText(text) : null,
        TargetMeans = shape.TargetMeans,
        MaseScales = shape.NaiveScales,
        LabelCounts = shape.LabelCounts,
    };

    private static SeriesFingerprintShapeV1 ToShape(SeriesFingerprint? series) => series is null ? null! : new()
    {
        Name = series.Name,
        Rows = series.RowCount,
        LastTime = series.LastTime,
        Marks = series.HashedRows,
        Hashes = series.Hashes,
    };

    // The list of a damaged card may contain a null, which is valid JSON.
    private static SeriesFingerprint ToSeries(SeriesFingerprintShapeV1? shape) => shape is null ? null! : new()
    {
        Name = shape.Name,
        RowCount = shape.Rows,
        LastTime = shape.LastTime,
        HashedRows = shape.Marks,
        Hashes = shape.Hashes,
    };

    private static TextFingerprintShapeV1 ToShape(TextFingerprint text) => new()
    {
        Characters = text.CharacterCount,
        Tokens = text.TokenCount,
        Hash = text.Hash,
    };

    private static TextFingerprint ToText(TextFingerprintShapeV1 shape) => new()
    {
        CharacterCount = shape.Characters,
        TokenCount = shape.Tokens,
        Hash = shape.Hash,
    };
}
