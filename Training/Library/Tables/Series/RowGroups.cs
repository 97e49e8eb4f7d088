namespace MlNetRecurrent.Training;

/// <summary>Brings the rows of each series or sequence together, each group in the order of the file.</summary>
internal static class RowGroups
{
    /// <returns>The row of the table at each place, and the groups of places.</returns>
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
