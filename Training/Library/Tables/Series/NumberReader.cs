namespace MlNetRecurrent.Training;

/// <summary>Reads number columns in the order of the series; missing values are refused, or carried forward where that was asked for.</summary>
internal sealed class NumberReader(DataTable table, int[] order, IReadOnlyList<RowSegment> segments, bool carryForward)
{
    /// <summary>How many rows at the end of each series have none of some values.</summary>
    public IReadOnlyList<int> CountTrailingMissing(IReadOnlyList<string> columns)
    {
        var sources = columns.Select(table.GetNumbers).ToList();
        return [.. segments.Select(segment => Enumerable.Range(1, segment.Count).TakeWhile(back => sources.All(source => float.IsNaN(source[order[segment.End - back]]))).Count())];
    }

    /// <summary>Reads a column.</summary>
    /// <param name="column">Its name.</param>
    /// <param name="without">How many rows at the end of each series are not read: their values are NaN. Null for none.</param>
    /// <exception cref="SequenceDataException">A value is missing.</exception>
    public float[] Read(string column, IReadOnlyList<int>? without = null)
    {
        var source = table.GetNumbers(column);
        var values = new float[order.Length];
        Array.Fill(values, float.NaN);
        for (var index = 0; index < segments.Count; index++)
        {
            var segment = segments[index];
            for (var place = segment.Start; place < segment.End - (without?[index] ?? 0); place++)
            {
                values[place] = source[order[place]];
                if (float.IsNaN(values[place]))
                    values[place] = place > segment.Start && carryForward ? values[place - 1] : throw Missing(column, place, place == segment.Start);
            }
        }

        return values;
    }

    private SequenceDataException Missing(string column, int place, bool first) => new(carryForward && first
        ? $"{table.DescribePlace(order[place], column)}: the first value is missing, and there is none before it to carry forward: fill it in, or leave the row out."
        : $"{table.DescribePlace(order[place], column)}: the value is missing: fill it in, leave the row out, or have the value before it carried forward.");
}
