namespace MlNetRecurrent.Training;

/// <summary>Reads the part of each row from a column.</summary>
internal static class SplitColumn
{
    /// <exception cref="SequenceDataException">A cell is not train, validation or test.</exception>
    public static DataPart[] Read(DataTable table, string column, int[] order)
    {
        var texts = table.GetTexts(column);
        var parts = texts.Values.Select(text => text.ToLowerInvariant() switch
        {
            "train" => DataPart.Train,
            "validation" or "valid" or "val" => DataPart.Validation,
            "test" => DataPart.Test,
            _ => (DataPart?)null,
        }).ToList();
        foreach (var row in order)
        {
            if (parts[texts.Codes[row]] is null)
                throw new SequenceDataException($"{table.DescribeLocation(row, column)}: expected train, validation or test, got '{texts[row]}'.");
        }

        return [.. order.Select(row => parts[texts.Codes[row]]!.Value)];
    }
}
