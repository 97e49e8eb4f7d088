namespace MlNetRecurrent.Training;

/// <summary>The times of rows, which must grow from row to row of a series.</summary>
internal static class RowTimes
{
    /// <exception cref="SequenceDataException">A time is repeated, or lies before that of the row before.</exception>
    public static double[] ReadOrdered(DataTable table, string column, int[] order, IReadOnlyList<RowSegment> segments)
    {
        var cells = table.GetTimes(column);
        var times = new double[order.Length];
        for (var place = 0; place < times.Length; place++)
            times[place] = cells.Values[order[place]];
        foreach (var segment in segments)
        {
            for (var place = segment.Start + 1; place < segment.End; place++)
            {
                if (times[place] > times[place - 1])
                    continue;
                var of = segment.Name is null ? "" : $" of series {segment.DisplayName}";
                throw new SequenceDataException(times[place] == times[place - 1]
                    ? $"{table.DescribePlace(order[place], column)}: the time {cells.Format(times[place])}{of} is repeated: every row needs a time of its own."
                    : $"{table.DescribePlace(order[place], column)}: the time {cells.Format(times[place])}{of} comes after {cells.Format(times[place - 1])}: sort the rows by time.");
            }
        }

        return times;
    }
}
