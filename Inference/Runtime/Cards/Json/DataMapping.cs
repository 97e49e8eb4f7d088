namespace MlNetRecurrent;

/// <summary>Maps what a card says about the data to its JSON shape and back.</summary>
internal static class DataMapping
{
    public static DataColumnsShapeV1 ToShape(DataColumns columns) => new()
    {
        Targets = columns.Targets,
        Features = columns.Features,
        Known = columns.Known,
        Calendar = columns.Calendar,
        Lags = columns.Lags,
        Series = columns.Series,
        Time = columns.Time,
        Label = columns.Label,
        Sequence = columns.Sequence,
        StepsInRow = columns.StepsInRow,
        Split = columns.Split,
        CarryForward = columns.CarryForward,
    };

    public static DataColumns ToColumns(DataColumnsShapeV1 shape) => new()
    {
        Targets = shape.Targets,
        Features = shape.Features,
        Known = shape.Known,
        Calendar = shape.Calendar,
        Lags = shape.Lags,
        Series = shape.Series,
        Time = shape.Time,
        Label = shape.Label,
        Sequence = shape.Sequence,
        StepsInRow = shape.StepsInRow,
        Split = shape.Split,
        CarryForward = shape.CarryForward,
    };

    public static DataSummaryShapeV1 ToShape(DataSummary summary) => new()
    {
        Source = summary.Source,
        Sequences = summary.Sequences,
        Season = summary.Season,
        FittedSeries = summary.FittedSeries?.Select(ToShape).ToList(),
        FittedSequences = summary.FittedSequences,
        FittedText = summary.FittedText is { } text ? ToShape(text) : null,
        TargetMeans = summary.TargetMeans,
        NaiveScales = summary.NaiveScales,
        LabelCounts = summary.LabelCounts,
    };

    public static DataSummary ToSummary(DataSummaryShapeV1 shape) => new()
    {
        Source = shape.Source,
        Sequences = shape.Sequences,
        Season = shape.Season,
        FittedSeries = shape.FittedSeries?.Select(ToSeries).ToList(),
        FittedSequences = shape.FittedSequences,
        FittedText = shape.FittedText is { } text ? ToText(text) : null,
        TargetMeans = shape.TargetMeans,
        NaiveScales = shape.NaiveScales,
        LabelCounts = shape.LabelCounts,
    };

    private static FittedSeriesShapeV1 ToShape(FittedSeries? series) => series is null ? null! : new()
    {
        Name = series.Name,
        Rows = series.Rows,
        LastTime = series.LastTime,
        Marks = series.Marks,
        Hashes = series.Hashes,
    };

    // [null] is a list of series too.
    private static FittedSeries ToSeries(FittedSeriesShapeV1? shape) => shape is null ? null! : new()
    {
        Name = shape.Name,
        Rows = shape.Rows,
        LastTime = shape.LastTime,
        Marks = shape.Marks,
        Hashes = shape.Hashes,
    };

    private static FittedTextShapeV1 ToShape(FittedText text) => new()
    {
        Characters = text.Characters,
        Tokens = text.Tokens,
        Hash = text.Hash,
    };

    private static FittedText ToText(FittedTextShapeV1 shape) => new()
    {
        Characters = shape.Characters,
        Tokens = shape.Tokens,
        Hash = shape.Hash,
    };
}
