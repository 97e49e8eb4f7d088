namespace MlNetRecurrent.Training;

/// <summary>Sorts the rows of each series by time.</summary>
internal static class SortedRows
{
    /// <summary>Sorts rows in place. Rows of one time keep their order.</summary>
    /// <param name="order">The rows of the table by series.</param>
    /// <param name="segments">The series.</param>
    /// <param name="times">The time of each row of the table.</param>
    /// <returns>The number of rows before the previous row of their series, and the first of them in the table; -1 if there is none.</returns>
    public static (int Count, int First) Sort(int[] order, IReadOnlyList<RowSegment> segments, double[] times)
    {
        var (count, first) = (0, -1);
        foreach (var segment in segments)
        {
            var unsorted = 0;
            for (var index = segment.Start + 1; index < segment.End; index++)
            {
                if (!(times[order[index]] < times[order[index - 1]]))
                    continue;
                unsorted++;
                first = first < 0 ? order[index] : Math.Min(first, order[index]);
            }

            count += unsorted;
            if (unsorted > 0)
                order.AsSpan(segment.Start, segment.Count).Sort((one, other) => (times[one], one).CompareTo((times[other], other)));
        }

        return (count, first);
    }
}
