namespace MlNetRecurrent;

/// <summary>Maps the data part of a card to its JSON form and back (see <see cref="CardMapping"/> for the names).</summary>
internal static class DataMapping
{
    public static DataColumnsJsonV1 ToJsonForm(DataColumns columns) => new()
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
        Group = columns.Group,
        CarryForward = columns.ForwardFill,

        // Cards of models without categories keep their bytes.
        Categories = columns.Categories.Count == 0
            ? null
            : [.. columns.Categories.Select(category => new CategoryColumnJsonV1 { Name = category.Name, Values = category.Values })],
        Static = columns.Static.Count == 0 ? null : columns.Static,
        Grid = columns.Grid is { } grid ? TimeMapping.ToJsonForm(grid) : null,
        Holidays = columns.Holidays is { } holidays ? TimeMapping.ToJsonForm(holidays) : null,
        Seasons = columns.Seasons is { } seasons ? TimeMapping.ToJsonForm(seasons) : null,
    };

    public static DataColumns ToColumns(DataColumnsJsonV1 json) => new()
    {
        Targets = json.Targets,
        Features = json.Features,
        FutureCovariates = json.Known,
        CalendarFields = json.Calendar,
        Lags = json.Lags,
        Series = json.Series,
        Time = json.Time,
        Label = json.Label,
        Sequence = json.Sequence,
        StepsPerRow = json.StepsInRow,
        Split = json.Split,
        Group = json.Group,
        ForwardFill = json.CarryForward,
        Categories = [.. (json.Categories ?? []).Select(ToCategory)],
        Static = json.Static ?? [],
        Grid = json.Grid is { } grid ? TimeMapping.ToGrid(grid) : null,
        Holidays = json.Holidays is { } holidays ? TimeMapping.ToHolidays(holidays) : null,
        Seasons = json.Seasons is { } seasons ? TimeMapping.ToSeasons(seasons) : null,
    };

    public static DataSummaryJsonV1 ToJsonForm(DataSummary summary) => new()
    {
        Source = summary.Source,
        Sequences = summary.SequenceCount,
        Season = summary.SeasonLength,
        Split = summary.Split is { } split ? ToJsonForm(split) : null,
        FittedSeries = summary.TrainingSeries?.Select(ToJsonForm).ToList(),
        FittedSequences = summary.TrainingSequenceHashes,
        FittedText = summary.TrainingText is { } text ? ToJsonForm(text) : null,
        TargetMeans = summary.TargetMeans,
        NaiveScales = summary.MaseScales,
        LabelCounts = summary.LabelCounts,
    };

    public static DataSummary ToSummary(DataSummaryJsonV1 json) => new()
    {
        Source = json.Source,
        SequenceCount = json.Sequences,
        SeasonLength = json.Season,
        Split = json.Split is { } split ? ToSplit(split) : null,
        TrainingSeries = json.FittedSeries?.Select(ToSeries).ToList(),
        TrainingSequenceHashes = json.FittedSequences,
        TrainingText = json.FittedText is { } text ? ToText(text) : null,
        TargetMeans = json.TargetMeans,
        MaseScales = json.NaiveScales,
        LabelCounts = json.LabelCounts,
    };

    // The list of a damaged card may contain a null, which is valid JSON.
    private static CategoryColumn ToCategory(CategoryColumnJsonV1? json) =>
        json is null ? throw new ArgumentException("A category of its columns is missing.") : new CategoryColumn(json.Name, json.Values);

    private static SplitSummaryJsonV1 ToJsonForm(SplitSummary split) => new()
    {
        TestFraction = split.TestFraction,
        ValidationFraction = split.ValidationFraction,
        TestStride = split.TestStride,
        Stratified = split.IsStratified,
        Table = split.TableHash,
        TestRows = split.TestRowsHash,
    };

    private static SplitSummary ToSplit(SplitSummaryJsonV1 json) => new()
    {
        TestFraction = json.TestFraction,
        ValidationFraction = json.ValidationFraction,
        TestStride = json.TestStride,
        IsStratified = json.Stratified,
        TableHash = json.Table,
        TestRowsHash = json.TestRows,
    };

    private static SeriesFingerprintJsonV1 ToJsonForm(SeriesFingerprint? series) => series is null ? null! : new()
    {
        Name = series.Name,
        Rows = series.RowCount,
        LastTime = series.LastTime,
        Marks = series.HashedRows,
        Hashes = series.Hashes,
        NaiveScales = series.MaseScales,
    };

    // The list of a damaged card may contain a null, which is valid JSON.
    private static SeriesFingerprint ToSeries(SeriesFingerprintJsonV1? json) => json is null ? null! : new()
    {
        Name = json.Name,
        RowCount = json.Rows,
        LastTime = json.LastTime,
        HashedRows = json.Marks,
        Hashes = json.Hashes,
        MaseScales = json.NaiveScales,
    };

    private static TextFingerprintJsonV1 ToJsonForm(TextFingerprint text) => new()
    {
        Characters = text.CharacterCount,
        Tokens = text.TokenCount,
        Hash = text.Hash,
    };

    private static TextFingerprint ToText(TextFingerprintJsonV1 json) => new()
    {
        CharacterCount = json.Characters,
        TokenCount = json.Tokens,
        Hash = json.Hash,
    };
}
