namespace MlNetRecurrent.Training;

/// <summary>Describes requested columns that a table does not have.</summary>
internal static class MissingColumns
{
    // What else separates columns, in the exports of spreadsheets and databases.
    private static readonly (char Character, string Name)[] OtherSeparators = [(';', "semicolons"), ('\t', "tabs"), ('|', "vertical bars")];

    /// <summary>Returns the message, or null if the table has all columns.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="header">The names of its columns.</param>
    /// <param name="columns">The names of the requested columns.</param>
    public static string? Describe(string name, IReadOnlyList<string> header, IEnumerable<string> columns)
    {
        var index = new NameIndex(header);
        var missing = columns.Where(column => index.Find(column) < 0).Select(column => $"'{column}'").ToList();
        if (missing.Count == 0)
            return null;
        var message = $"{name} has no column {string.Join(", ", missing)}; its columns are {string.Join(", ", header)}.";
        return header.Count == 1 && OtherSeparators.FirstOrDefault(entry => header[0].Contains(entry.Character)).Name is { } separator
            ? $"{message} If {separator} separate them, convert the table: it must have commas between the columns, and decimal points."
            : message;
    }
}
