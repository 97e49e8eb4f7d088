namespace MlNetRecurrent.Training;

/// <summary>What the times of a table are like. Places are those of rows in the table, such as <c>line 12</c>.</summary>
public sealed record TimeProfile
{
    /// <summary>The time column.</summary>
    public required string Column { get; init; }

    /// <summary>The first time.</summary>
    public required string From { get; init; }

    /// <summary>The last time.</summary>
    public required string To { get; init; }

    /// <summary>
    /// The usual step from one time of a series to the next, such as <c>1 month</c>; null with fewer than three rows in every series.
    /// </summary>
    public string? Step { get; init; }

    /// <summary>The number of series that have another step.</summary>
    public int OtherStepCount { get; init; }

    /// <summary>
    /// The greatest share of the steps of a series that differ from its usual step by more than 10 %, 0 to 1. Holes do not count, unless the share is
    /// above 0.2: then there is no usual step, and there are no holes.
    /// </summary>
    public double IrregularShare { get; init; }

    /// <summary>The number of holes: steps that are longer than 1.5 usual steps. Series without a usual step have none.</summary>
    public int HoleCount { get; init; }

    /// <summary>The number of rows that would fill the holes.</summary>
    public long MissingRowCount { get; init; }

    /// <summary>The times before and after the longest hole, and the place of the row after it; null without a hole.</summary>
    public string? LongestHole { get; init; }

    /// <summary>The number of rows with the time of another row of their series.</summary>
    public int RepeatedCount { get; init; }

    /// <summary>The time of the first of them, and its place; null if no time is repeated.</summary>
    public string? FirstRepeated { get; init; }

    /// <summary>The number of rows that are before the previous row of their series.</summary>
    public int UnsortedCount { get; init; }

    /// <summary>The time of the first of them, and its place; null if the rows are sorted.</summary>
    public string? FirstUnsorted { get; init; }
}
