namespace MlNetRecurrent.Training;

/// <summary>Reads the columns of a table that can be read, and says why others cannot.</summary>
internal static class ProfileReader
{
    // Each column that cannot be read costs another pass over the table.
    private const int MaxProblems = 30;

    // Beyond it, only text columns with a role are read.
    private const int MaxTexts = 20;

    // Columns of codes such as 10, 11, 12a are texts; one with a stray word is probably not.
    private const double MinShare = 0.9;
    private const int MaxCells = 1000;

    /// <summary>Reads a table.</summary>
    /// <param name="source">The table.</param>
    /// <param name="roles">The roles of columns, as far as they are given.</param>
    /// <returns>The rows, the kinds of the columns that were read, and what is wrong with the other ones.</returns>
    /// <exception cref="SequenceDataException">The table cannot be read, or has no column of a given name.</exception>
    public static (DataTable Table, IReadOnlyDictionary<string, ColumnKind> Kinds, IReadOnlyList<string> Problems) Read(
        TableSource source, DataColumns roles)
    {
        var schema = source.ReadSchema();
        var (kinds, problems) = (GetKinds(schema, roles), new List<string>());
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                var table = source.Read(kinds);
                problems.AddRange(FindStrayCells(source, schema, table, kinds, roles).Take(MaxProblems - Math.Min(attempt, MaxProblems)));
                if (!kinds.ContainsValue(ColumnKind.Time))
                {
                    var texts = kinds.Keys.Where(column => kinds[column] == ColumnKind.Text);
                    problems.AddRange(texts.Select(column => DescribeShortYear(table, column)).OfType<string>());
                }

                return (table, kinds, problems);
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

    // Years of two digits are texts, unless their format is given: a table without times says so.
    private static string? DescribeShortYear(DataTable table, string column) =>
        table.GetTexts(column).Values is [var text, ..] && DateReading.DescribeShortYear(text) is { } expected
            ? $"{table.DescribeLocation(0, column)}: expected {expected}, got '{text}'."
            : null;

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

    // What is wrong with text columns that are numbers or dates in almost all rows.
    private static IEnumerable<string> FindStrayCells(
        TableSource source,
        IReadOnlyList<SourceColumn> schema,
        DataTable table,
        Dictionary<string, ColumnKind> kinds,
        DataColumns roles)
    {
        // Other columns became texts because they cannot be read, which is said already.
        var guessed = schema.Where(column => column.Kind == ColumnKind.Text).Select(column => column.Name)
            .Except(RowFrameReader.GetColumnKinds(roles).Keys, InvisibleText.Comparer);
        foreach (var column in guessed.Where(kinds.ContainsKey))
        {
            if (GuessKind(table.GetTexts(column)) is { } kind && FindProblem(source, column, kind) is { } problem)
                yield return problem;
        }
    }

    private static string? FindProblem(TableSource source, string column, ColumnKind kind)
    {
        try
        {
            source.Read(new Dictionary<string, ColumnKind> { [column] = kind });
            return null;
        }
        catch (SequenceDataException exception)
        {
            return exception.Message;
        }
    }

    private static ColumnKind? GuessKind(TextColumn texts)
    {
        var count = Math.Min(texts.Codes.Count, MaxCells);
        var found = Enumerable.Range(0, count).Select(row => GetKind(texts[row])).Where(kind => kind != ColumnKind.Text)
            .CountBy(kind => kind).ToList();
        return found.Sum(kind => kind.Value) >= MinShare * count && found.Count > 0 ? found.MaxBy(kind => kind.Value).Key : null;

        static ColumnKind GetKind(string text)
        {
            var guess = new KindGuess();
            guess.Add(text);
            return guess.Kind;
        }
    }

    private static bool IsNamed(DataColumns roles, string column) =>
        column == roles.Series || column == roles.Sequence || column == roles.Label;

    private static string? FindColumn(IEnumerable<string> columns, SequenceDataException exception) => columns
        .Where(column => exception.Message.Contains($", column '{column}': ", StringComparison.Ordinal))
        .MaxBy(column => column.Length);
}
