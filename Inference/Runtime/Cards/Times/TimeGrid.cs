namespace MlNetRecurrent;

/// <summary>A regular grid of times, on which the rows of each series are placed: rows may be unsorted, repeated, irregular and missing.</summary>
/// <remarks>
/// <para>A cell begins at its time and ends before the time of the next one. Days, weeks, months, quarters and years begin at midnight: weeks on
/// Mondays, months, quarters and years on their first day. The durations from milliseconds to hours count from midnight, Monday, January 1 of year 1,
/// so that those that divide a day begin anew at each midnight. Numbers count from 0.</para>
/// <para>Each series has the cells from that of its first row to that of its last one. The class, the split and other texts of a cell are those of
/// its last row; a cell without rows repeats those of the cell before.</para>
/// </remarks>
public sealed record TimeGrid
{
    /// <summary>
    /// The step of the grid: a whole number and a unit, <c>ms</c>, <c>s</c>, <c>min</c>, <c>h</c>, <c>d</c> (days), <c>b</c> (days from Monday to
    /// Friday), <c>w</c>, <c>mo</c> (months), <c>q</c> (quarters) or <c>y</c>, such as <c>15min</c>; for times that are numbers, a number.
    /// </summary>
    public required string Frequency { get; init; }

    /// <summary>How several rows in one cell become one. The targets of whole sequences are those of the last row in any case.</summary>
    /// <value>Default: <see cref="GridAggregate.Mean"/>.</value>
    public GridAggregate Aggregate { get; init; }

    /// <summary>What the values of cells without rows are, and missing values.</summary>
    /// <value>Default: <see cref="GridFill.Refuse"/>.</value>
    public GridFill Fill { get; init; }

    /// <summary>
    /// The time zone of the times in the data, such as <c>Europe/Berlin</c> (an IANA name); null for times without a zone. With it, the grid is
    /// placed in UTC, days and longer units begin at local midnight, shorter ones count from midnight in standard time, and the calendar features
    /// are those of the local time.
    /// </summary>
    /// <remarks>
    /// A local time in the hour that summer time skips is read as if the clocks had not been changed yet: 02:30 becomes 03:30. A time in the hour
    /// that is repeated is the earlier one, until the rows of the series reach the same or an earlier time of that hour again: from there on it is
    /// the later one. Times that have an offset of their own are exact in any case.
    /// </remarks>
    /// <value>Default: null.</value>
    public string? TimeZone { get; init; }
}
