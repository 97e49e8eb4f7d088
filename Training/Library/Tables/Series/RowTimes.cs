namespace MlNetRecurrent.Training;

/// <summary>Reads the times of rows, which must increase within a series.</summary>
internal static class RowTimes
{
    // Without a column that tells series apart, times that are repeated or start again are usually those of several series.
    private const string SeriesHint =
        " If the rows are those of several series, name their column (DataColumns.Series; on the command line, --series).";

    private const string GridHint =
        " If several rows belong to one time, place them on a grid (DataColumns.Grid; on the command line, train with --frequency).";

    /// <exception cref="SequenceDataException">A time is not after that of the previous row.</exception>
    public static double[] ReadOrdered(DataTable table, string column, int[] order, IReadOnlyList<RowSegment> segments)
    {
        var cells = table.GetTimes(column);
        var times = new double[order.Length];
        for (var index = 0; index < times.Length; index++)
            times[index] = cells.Values[order[index]];
        foreach (var segment in segments)
        {
            for (var index = segment.Start + 1; index < segment.End; index++)
            {
                if (times[index] > times[index - 1])
                    continue;
                var of = segment.Name is null ? "" : $" of series {segment.DisplayName}";
                var (cell, time) = (table.DescribeLocation(order[index], column), cells.Format(times[index]));
                if (cells.IsCalendar && SummerTime.FindEnd(times[index - 1], times[index]) is { } zone)
                {
                    throw new SequenceDataException(
                        $"{cell}: the time {time}{of} follows {cells.Format(times[index - 1])}, in the hour that is repeated when summer time "
                            + "ends, as in "
                        + $"{zone}: place the rows on a grid with their time zone (TimeGrid.TimeZone; on the command line, train with --frequency "
                        + $"and --time-zone {zone}).");
                }

                throw new SequenceDataException(times[index] == times[index - 1]
                    ? $"{cell}: the time {time}{of} is repeated{CountMore(times, segments)}: times must be unique within a series."
                        + $"{(segment.Name is null ? SeriesHint : "")}{GridHint}"
                    : $"{cell}: the time {time}{of} follows {cells.Format(times[index - 1])}: sort the rows by time, or place them on a grid, "
                        + "which takes them in any order (DataColumns.Grid; on the command line, train with --frequency)."
                        + (segment.Name is null ? SeriesHint : ""));
            }
        }

        return times;
    }

    private static string CountMore(double[] times, IReadOnlyList<RowSegment> segments)
    {
        var more = segments.Sum(segment => Enumerable.Range(segment.Start, segment.Count).Skip(1).Count(row => times[row] == times[row - 1])) - 1;
        return more == 0 ? "" : FormattableString.Invariant($", and {more:N0} more {(more == 1 ? "is" : "are")}");
    }
}
