namespace MlNetRecurrent.Training;

/// <summary>Describes how a CSV text is written.</summary>
internal static class CsvDescription
{
    /// <summary>Describes a text; null for commas, decimal points and ISO dates.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">The format of its numbers.</param>
    /// <param name="columns">The columns that were read.</param>
    public static string? Create(CsvText text, NumberReading numbers, IEnumerable<CellColumn> columns)
    {
        var parts = new List<string>();
        if (text.Separator is { } separator and not ',')
            parts.Add(SeparatorFinder.Describe(separator));
        if (numbers.IsDecided && numbers.Format.Decimal == ',')
            parts.Add("decimal commas");
        if (numbers.Format.Thousands is not null)
            parts.Add(numbers.Format.DescribeThousands());
        parts.AddRange(columns.OfType<TimeColumn>().Select(column => column.Description).OfType<string>().Distinct());
        return parts.Count == 0 ? null : string.Join(", ", parts);
    }
}
