namespace MlNetRecurrent.Training;

/// <summary>Finds the requested columns of a table, and describes those that it does not have.</summary>
internal static class MissingColumns
{
    private const string WideHint =
        " If it has a column for each series, read it as a long table (TableSource.Unpivot; on the command line, --wide).";

    // A message is one line that people read.
    private const int MaxNames = 20;

    /// <summary>Returns the index of the columns of a table, which has all of the requested ones.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="header">The names of its columns.</param>
    /// <param name="columns">The names of the requested columns.</param>
    /// <param name="explain">Returns what else there is to say about missing columns; null for nothing.</param>
    /// <exception cref="SequenceDataException">A column is missing.</exception>
    public static NameIndex Require(string name, IReadOnlyList<string> header, IEnumerable<string> columns, Func<string>? explain = null)
    {
        var index = new NameIndex(header);
        var missing = columns.Where(column => index.Find(column) < 0).ToList();
        return missing.Count == 0 ? index : throw new SequenceDataException(Describe(name, header, missing) + explain?.Invoke());
    }

    /// <summary>Lists the names of columns, the first ones of many.</summary>
    public static string DescribeNames(IReadOnlyList<string> header) => header.Count <= MaxNames
        ? string.Join(", ", header)
        : FormattableString.Invariant($"{string.Join(", ", header.Take(MaxNames))} and {header.Count - MaxNames:N0} more");

    private static string Describe(string name, IReadOnlyList<string> header, List<string> missing)
    {
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

    private static string Quote(string column) => $"'{column}'";
}
