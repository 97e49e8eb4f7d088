namespace MlNetRecurrent.Training;

/// <summary>
/// Reads a wide table, which has a column for each series, as a long one: the rows of one series after another, with the name of the series in one
/// column and its values in another. The other columns are repeated.
/// </summary>
/// <remarks>
/// A series begins with its first value and ends with its last one; values that are missing in between stay missing. Rows after the last value of
/// all series belong to those that reach it: they hold what is known about the time to forecast.
/// </remarks>
/// <param name="source">The wide table.</param>
/// <param name="options">The columns.</param>
internal sealed class UnpivotReader(ITableReader source, UnpivotOptions options) : ITableReader
{
    /// <inheritdoc/>
    public string Name => source.Name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => [.. ReadSchema().Select(column => column.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => [.. ReadColumns().Kept, .. Created];

    /// <inheritdoc/>
    public string? Describe()
    {
        var (series, kept) = ReadColumns();
        // A number column with a cell that is no number would be missed without a word.
        var others = kept.Count == 0 ? "" : $", not {NameList.Join([.. kept.Select(column => $"'{column.Name}'")])}";
        var wide = series.Count == 1
            ? $"column '{series[0]}' is a series{others}"
            : FormattableString.Invariant($"{series.Count:N0} columns, '{series[0]}' to '{series[^1]}', are series{others}");
        return source.Describe() is { } description ? $"{description}; {wide}" : wide;
    }

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Read(kinds, null);

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds, ReadMeter? meter)
    {
        var columns = ReadColumns();
        string[] header = [.. columns.Kept.Concat(Created).Select(column => column.Name)];
        var index = MissingColumns.Require(Name, header, kinds.Keys);
        var kept = kinds.Where(kind => index.Find(kind.Key) < columns.Kept.Count).ToDictionary();
        var table = source.Read(
            kept.Concat(columns.Series.Select(column => KeyValuePair.Create(column, ColumnKind.Number))).ToDictionary(), meter);
        var parts = FindParts(table, columns.Series, hasSharedNumbers: kept.ContainsValue(ColumnKind.Number));
        if (parts.Count == 0 && table.Rows > 0)
            throw new SequenceDataException($"{Name}: all values of the {columns.Series.Count} columns that are series are missing.");

        var lines = new LineNumbers();
        var cells = new Dictionary<string, CellColumn>(StringComparer.Ordinal);
        foreach (var (column, kind) in kinds)
        {
            var target = CellColumn.Create(kind);
            var created = index.Find(column) - columns.Kept.Count;
            foreach (var part in parts)
            {
                if (created < 0)
                    target.AddRange(table.GetColumn(column), part.First, part.Count);
                else if (created == 1 && kind == ColumnKind.Number)
                    target.AddRange(table.GetColumn(part.Column), part.First, part.Count);
                else if (created == 1)
                    throw new SequenceDataException($"{Name}, column '{column}': it has the numbers of the series, and cannot have another role.");
                else
                    AddName(target, part);
            }

            cells.Add(column, target);
        }

        var starts = new int[parts.Count];
        for (var (part, row) = (0, 0); part < parts.Count; row += parts[part++].Count)
        {
            starts[part] = row;
            for (var offset = 0; offset < parts[part].Count; offset++)
                lines.Add(table.GetLine(parts[part].First + offset));
        }

        return new DataTable(Name, lines, cells, table.Place)
        {
            GetSourceColumn = (row, column) => index.Find(column) - columns.Kept.Count == 1 ? parts[FindPart(starts, row)].Column : column,
        };
    }

    private SourceColumn[] Created => [new(options.SeriesColumn, ColumnKind.Text), new(options.ValueColumn, ColumnKind.Number)];

    private WideColumns ReadColumns() => WideColumns.Create(Name, source.ReadSchema(), options);

    // The rows of each series that has values.
    private static List<Part> FindParts(DataTable table, IReadOnlyList<string> series, bool hasSharedNumbers)
    {
        var parts = new List<Part>(series.Count);
        foreach (var column in series)
        {
            var values = table.GetNumbers(column);
            var (first, last) = (0, values.Count - 1);
            while (first <= last && double.IsNaN(values[first]))
                first++;
            while (last > first && double.IsNaN(values[last]))
                last--;
            if (first <= last)
                parts.Add(new Part(column, first, last - first + 1));
        }

        if (!hasSharedNumbers || parts.Count == 0)
            return parts;
        var end = parts.Max(part => part.First + part.Count);
        return [.. parts.Select(part => part.First + part.Count == end ? part with { Count = table.Rows - part.First } : part)];
    }

    private static int FindPart(int[] starts, int row)
    {
        var part = Array.BinarySearch(starts, row);
        return part >= 0 ? part : ~part - 1;
    }

    private void AddName(CellColumn target, Part part)
    {
        for (var row = 0; row < part.Count; row++)
        {
            if (target.Add(part.Column) is { } expected)
                throw new SequenceDataException(
                    $"{Name}, column '{options.SeriesColumn}': expected {expected}, got the name '{part.Column}' of a column.");
        }
    }

    private sealed record Part(string Column, int First, int Count);
}
