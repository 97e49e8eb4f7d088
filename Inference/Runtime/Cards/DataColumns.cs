namespace MlNetRecurrent;

/// <summary>The columns of a table that form the sequences of a model: everything needed to prepare other rows in the same way.</summary>
public sealed record DataColumns
{
    /// <summary>The columns to forecast. They are also features: the first ones, unless <see cref="Features"/> names them.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>
    /// The past covariates: feature columns in addition to the targets, with values up to the last row. For a network whose targets are not its first
    /// features, the targets are named among them, at their places.
    /// </summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The future covariates: columns with values for the rows to forecast too.</summary>
    public IReadOnlyList<string> FutureCovariates { get; init; } = [];

    /// <summary>The calendar fields of each row's time that are future covariates.</summary>
    public IReadOnlyList<CalendarField> CalendarFields { get; init; } = [];

    /// <summary>The holidays of each row's time that are future covariates; null for none.</summary>
    public HolidayCalendar? Holidays { get; init; }

    /// <summary>The seasons whose Fourier terms are future covariates; null for none.</summary>
    public FourierTerms? Seasons { get; init; }

    /// <summary>
    /// The lags, in rows, at which earlier values of the targets are future covariates. They are normalized as the targets are: with
    /// <see cref="InputNormalization.Window"/>, by the mean and standard deviation of each window.
    /// </summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <summary>The column that identifies the series of a row; null for a single series.</summary>
    public string? Series { get; init; }

    /// <summary>The column with the time of each row; null if the rows are in order.</summary>
    public string? Time { get; init; }

    /// <summary>The regular grid of times on which the rows are placed; null to use the rows as they are.</summary>
    public TimeGrid? Grid { get; init; }

    /// <summary>The column with the class of each sequence or time step.</summary>
    public string? Label { get; init; }

    /// <summary>The column that identifies the sequence of a row; null if the sequences are rows or windows.</summary>
    public string? Sequence { get; init; }

    /// <summary>The number of time steps per row if each row is a sequence with features [steps, values]; null if each row is a time step.</summary>
    public int? StepsPerRow { get; init; }

    /// <summary>The column that assigns each row to training or testing.</summary>
    public string? Split { get; init; }

    /// <summary>
    /// The column with the group of each sequence, such as a patient or a speaker: sequences of one group are never on both sides of a split.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>Whether a missing value is replaced with the value of the previous row; otherwise it is an error.</summary>
    public bool ForwardFill { get; init; }

    /// <summary>
    /// The categories: columns of texts whose codes are the last features of the network, in this order, after the targets and
    /// <see cref="Features"/>.
    /// </summary>
    public IReadOnlyList<CategoryColumn> Categories { get; init; } = [];

    /// <summary>The columns among <see cref="Features"/> and <see cref="Categories"/> whose values are the same in all rows of a series.</summary>
    public IReadOnlyList<string> Static { get; init; } = [];

    /// <summary>
    /// The numeric features of a network that forecasts the rows that follow, in order: the targets that the features do not name, then the features.
    /// </summary>
    internal IReadOnlyList<string> SeriesFeatures => [.. Targets.Except(Features), .. Features];
}
