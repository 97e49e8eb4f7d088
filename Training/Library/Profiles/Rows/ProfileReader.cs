namespace MlNetRecurrent.Training;

/// <summary>Reads the columns of a table that can be read, and says why others cannot.</summary>
internal static class ProfileReader
{
    // Each column that cannot be read costs another pass over the table.
    private const int MaxProblems = 30;

    // Beyond it, only text columns with a role are read.
    private const int MaxTexts = 20;

    /// <summary>Reads a table.</summary>
    /// <param name="source">The table.</param>
    /// <param name="roles">The roles of columns, as far as they are given.</param>
    /// <returns>The rows, the kinds of the columns that were read, and what is wrong with the other ones.</returns>
    /// <exception cref="SequenceDataException">The table cannot be read, or has no column of a given name.</exception>
    public static (DataTable Table, IReadOnlyDictionary<string, ColumnKind> Kinds, IReadOnlyList<string> Problems) Read(
        TableSource source, DataColumns roles)
    {
        var (kinds, problems) = (GetKinds(source.ReadSchema(), roles), new List<string>());
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return (source.Read(kinds), kinds, problems);
            }
            catch (SequenceDataException exception) when (attempt < MaxProblems && FindColumn(kinds.Keys, exception) is { } column)
            {
                // A text has every cell but a missing one, which matters only for the names of series and classes.
                if (kinds[column] != ColumnKind.Text || IsNamed(roles, column))
                    problems.Add(exception.Message);
                if (kinds[column] == ColumnKind.Text)
                    kinds.Remove(column);
                else
                    kinds[column] = ColumnKind.Text;
            }
        }
    }

    private static Dictionary<string, ColumnKind> GetKinds(IReadOnlyList<SourceColumn> schema, DataColumns roles)
    {
        var given = RowFrameReader.GetColumnKinds(roles);
        var (kinds, texts) = (new Dictionary<string, ColumnKind>(StringComparer.Ordinal), 0);
        foreach (var column in schema)
        {
            if (given.Keys.FirstOrDefault(name => InvisibleText.Comparer.Equals(name, column.Name)) is { } role)
                kinds[role] = given[role];
            else if (column.Kind != ColumnKind.Text || texts++ < MaxTexts)
                kinds[column.Name] = column.Kind;
        }

        // The table says which of the given columns it does not have.
        foreach (var (column, kind) in given)
            kinds.TryAdd(column, kind);
        return kinds;
    }

    private static bool IsNamed(DataColumns roles, string column) =>
        column == roles.Series || column == roles.Sequence || column == roles.Label;

    private static string? FindColumn(IEnumerable<string> columns, SequenceDataException exception) => columns
        .Where(column => exception.Message.Contains($", column '{column}': ", StringComparison.Ordinal))
        .MaxBy(column => column.Length);
}
