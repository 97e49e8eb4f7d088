using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Reads number columns in the order of the series. Missing values are rejected, or carried forward on request.</summary>
internal sealed class NumberReader(DataTable table, int[] order, IReadOnlyList<RowSegment> segments, bool carryForward)
{
    /// <summary>Counts the rows at the end of each series that have no value in any of the columns.</summary>
    public IReadOnlyList<int> CountTrailingMissing(IReadOnlyList<string> columns)
    {
        var sources = columns.Select(table.GetNumbers).ToList();
        return [.. segments.Select(segment => Enumerable.Range(1, segment.Count).TakeWhile(back => IsMissing(segment.End - back)).Count())];

        bool IsMissing(int index) => sources.All(source => double.IsNaN(source[order[index]]));
    }

    /// <summary>Reads a column.</summary>
    /// <param name="column">The name of the column.</param>
    /// <param name="skipped">The number of rows at the end of each series to skip; their values become NaN. Null for none.</param>
    /// <param name="buffer">An array of the size of the table to return the values in; null for a new one.</param>
    /// <exception cref="SequenceDataException">A value is missing.</exception>
    public float[] Read(string column, IReadOnlyList<int>? skipped = null, float[]? buffer = null)
    {
        var source = table.GetNumbers(column);
        var values = buffer ?? new float[order.Length];
        Array.Fill(values, float.NaN);
        for (var series = 0; series < segments.Count; series++)
        {
            var segment = segments[series];
            for (var index = segment.Start; index < segment.End - (skipped?[series] ?? 0); index++)
            {
                values[index] = (float)source[order[index]];
                if (float.IsNaN(values[index]))
                    values[index] = index > segment.Start && carryForward ? values[index - 1] : throw Missing(column, index, index == segment.Start);
            }
        }

        return values;
    }

    private SequenceDataException Missing(string column, int index, bool first)
    {
        if (order.Length > 1 && table.GetNumbers(column).All(double.IsNaN))
        {
            return new SequenceDataException(string.Create(
                CultureInfo.InvariantCulture,
                $"{table.Name}, column '{column}': all {order.Length:N0} values are missing: fill them in, or leave out the column."));
        }

        var cell = table.DescribeLocation(order[index], column);
        return new SequenceDataException(carryForward && first
            ? $"{cell}: the first value is missing and cannot be carried forward: fill it in, or remove the row."
            : $"{cell}: the value is missing: fill it in, remove the row, or carry the previous value forward "
                + "(DataColumns.ForwardFill; on the command line, --missing carry).");
    }
}
