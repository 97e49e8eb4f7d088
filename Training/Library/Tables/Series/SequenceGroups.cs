namespace MlNetRecurrent.Training;

/// <summary>Reads the group of each sequence from a column.</summary>
internal static class SequenceGroups
{
    /// <param name="table">The table.</param>
    /// <param name="column">The group column.</param>
    /// <param name="order">The rows of the table in the order of the frame.</param>
    /// <param name="segments">The sequences; null if each row is one.</param>
    /// <exception cref="SequenceDataException">The rows of a sequence are in different groups.</exception>
    public static IReadOnlyList<int> Read(DataTable table, string column, int[] order, IReadOnlyList<RowSegment>? segments)
    {
        var texts = table.GetTexts(column);
        if (segments is null)
            return [.. order.Select(row => texts.Codes[row])];
        foreach (var segment in segments)
        {
            var first = texts.Codes[order[segment.Start]];
            for (var row = segment.Start + 1; row < segment.End; row++)
            {
                if (texts.Codes[order[row]] != first)
                {
                    throw new SequenceDataException(
                        $"{table.DescribeLocation(order[row], column)}: sequence {segment.DisplayName} is in group '{texts[order[row]]}', "
                        + $"but its first row is in group '{texts.Values[first]}': expected one group for all rows of a sequence.");
                }
            }
        }

        return [.. segments.Select(segment => texts.Codes[order[segment.Start]])];
    }
}
