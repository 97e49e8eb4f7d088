namespace MlNetRecurrent.Training;

/// <summary>Describes requested columns that a table does not have.</summary>
internal static class MissingColumns
{
    private const string WideHint =
        " If it has a column for each series, read it as a long table (TableSource.Unpivot; on the command line, --wide).";

    // A message is one line that people read.
    private const int MaxNames = 20;

    /// <summary>Returns the message, or null if the table has all columns.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="header">The names of its columns.</param>
    /// <param name="columns">The names of the requested columns.</param>
    public static string? Describe(string name, IReadOnlyList<string> header, IEnumerable<string> columns)
    {
        var index = new NameIndex(header);
        var missing = columns.Where(column => index.Find(column) < 0).ToList();
        if (missing.Count == 0)
            return null;
        var listed = missing.Take(MaxNames).ToList();
        var near = listed.Select(column => NearestName.Find(column, header)).ToList();
        var more = missing.Count > listed.Count ? FormattableString.Invariant($" and {missing.Count - listed.Count:N0} more") : "";
        var names = string.Join(", ", listed.Select((column, place) => Quote(column) + (near[place] is { } other && missing.Count > 1
            ? $" (did you mean {Quote(other)}?)"
            : "")));
        var question = missing.Count == 1 && near[0] is { } only ? $" Did you mean {Quote(only)}?" : "";
        // The columns of a long table that was made of a wide one.
        var unpivoted = new UnpivotOptions();
        var hint = missing.Contains(unpivoted.SeriesColumn) && missing.Contains(unpivoted.ValueColumn) ? WideHint : "";
        return $"{name} has no column {names}{more}; its columns are {DescribeNames(header)}.{question}{hint}";
    }

    /// <summary>Lists the names of columns, the first ones of many.</summary>
    public static string DescribeNames(IReadOnlyList<string> header) => header.Count <= MaxNames
        ? string.Join(", ", header)
        : FormattableString.Invariant($"{string.Join(", ", header.Take(MaxNames))} and {header.Count - MaxNames:N0} more");

    private static string Quote(string column) => $"'{column}'";
}
