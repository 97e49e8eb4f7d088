namespace MlNetRecurrent.Training;

/// <summary>Groups rows by series or sequence, keeping the order of the table within each group.</summary>
internal static class RowGroups
{
    /// <returns>The rows of the table in grouped order, and the groups.</returns>
    public static (int[] Order, IReadOnlyList<RowSegment> Segments) GroupRows(DataTable table, string? column)
    {
        var order = new int[table.Rows];
        if (column is null)
        {
            for (var row = 0; row < order.Length; row++)
                order[row] = row;
            return (order, [new RowSegment(null, 0, order.Length)]);
        }

        var texts = table.GetTexts(column);
        var counts = new int[texts.Values.Count];
        foreach (var code in texts.Codes)
            counts[code]++;
        var segments = new List<RowSegment>();
        var next = new int[counts.Length];
        for (int code = 0, start = 0; code < counts.Length; start += counts[code++])
        {
            segments.Add(new RowSegment(texts.Values[code], start, counts[code]));
            next[code] = start;
        }

        for (var row = 0; row < order.Length; row++)
            order[next[texts.Codes[row]]++] = row;
        return (order, segments);
    }
}
