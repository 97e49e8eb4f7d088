namespace MlNetRecurrent.Training;

/// <summary>Reads the times of rows, which must increase within a series.</summary>
internal static class RowTimes
{
    // Without a column that tells series apart, repeated times are usually those of several series.
    private const string SeriesHint =
        " If the rows are those of several series, name their column (DataColumns.Series; on the command line, --series).";

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
                throw new SequenceDataException(times[index] == times[index - 1]
                    ? $"{cell}: the time {time}{of} is repeated: times must be unique within a series.{(segment.Name is null ? SeriesHint : "")}"
                    : $"{cell}: the time {time}{of} follows {cells.Format(times[index - 1])}: sort the rows by time.");
            }
        }

        return times;
    }
}
