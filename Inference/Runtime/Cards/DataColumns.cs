namespace MlNetRecurrent;

/// <summary>Which columns of a table become a model's sequences, and how: what it takes to prepare other rows alike.</summary>
public sealed record DataColumns
{
    /// <summary>The columns to forecast; they are the first features too.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The columns that are read beside the targets and known up to the last row.</summary>
    public IReadOnlyList<string> Features { get; init; } = [];

    /// <summary>The columns that are known for the rows to forecast too.</summary>
    public IReadOnlyList<string> FutureCovariates { get; init; } = [];

    /// <summary>What is read of each row's time.</summary>
    public IReadOnlyList<CalendarField> CalendarFields { get; init; } = [];

    /// <summary>How many rows back the targets are read a second time.</summary>
    public IReadOnlyList<int> Lags { get; init; } = [];

    /// <summary>The column that tells series apart, or null where there is one series.</summary>
    public string? Series { get; init; }

    /// <summary>The column that holds the time of a row, or null where rows are in order.</summary>
    public string? Time { get; init; }

    /// <summary>The column that holds the class, of a sequence or of each step.</summary>
    public string? Label { get; init; }

    /// <summary>The column that tells sequences apart, or null where sequences are rows or windows.</summary>
    public string? Sequence { get; init; }

    /// <summary>
    /// How many time steps one row holds, where each row is a sequence of its own: its features are [steps, values]. Null where a row is a time step.
    /// </summary>
    public int? StepsPerRow { get; init; }

    /// <summary>The column that says which rows are for fitting and which for testing.</summary>
    public string? Split { get; init; }

    /// <summary>Whether a missing value takes the value of the row before it; else it is refused.</summary>
    public bool ForwardFill { get; init; }
}
