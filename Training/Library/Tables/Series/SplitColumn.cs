namespace MlNetRecurrent.Training;

/// <summary>Reads from a column what each row is for.</summary>
internal static class SplitColumn
{
    /// <exception cref="SequenceDataException">A cell is none of train, validation and test, or there is no row to fit.</exception>
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
        for (var place = 0; place < order.Length; place++)
        {
            if (parts[texts.Codes[order[place]]] is null)
                throw new SequenceDataException($"{table.DescribePlace(order[place], column)}: expected train, validation or test, got '{texts[order[place]]}'.");
        }

        return [.. order.Select(row => parts[texts.Codes[row]]!.Value)];
    }
}
