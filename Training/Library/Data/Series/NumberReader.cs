namespace MlNetRecurrent.Training;

/// <summary>Reads number columns in the order of the series; missing values are refused, or carried forward where that was asked for.</summary>
internal sealed class NumberReader(DataTable table, int[] order, IReadOnlyList<RowSegment> segments, bool carryForward)
{
    /// <exception cref="SequenceDataException">A value is missing.</exception>
    public float[] Read(string column)
    {
        var source = table.Numbers(column);
        var values = new float[order.Length];
        foreach (var segment in segments)
        {
            for (var place = segment.Start; place < segment.End; place++)
            {
                values[place] = source[order[place]];
                if (float.IsNaN(values[place]))
                    values[place] = place > segment.Start && carryForward ? values[place - 1] : throw Missing(column, place, place == segment.Start);
            }
        }

        return values;
    }

    private SequenceDataException Missing(string column, int place, bool first) => new(carryForward && first
        ? $"{table.Place(order[place], column)}: the first value is missing, and there is none before it to carry forward: fill it in, or leave the row out."
        : $"{table.Place(order[place], column)}: the value is missing: fill it in, leave the row out, or have the value before it carried forward.");
}
