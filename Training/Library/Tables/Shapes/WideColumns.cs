namespace MlNetRecurrent.Training;

/// <summary>The columns of a wide table by their part: series, or columns that all series share.</summary>
/// <param name="Series">The columns that are series, in the order of the series.</param>
/// <param name="Kept">The other columns, in the order of the table.</param>
internal sealed record WideColumns(IReadOnlyList<string> Series, IReadOnlyList<SourceColumn> Kept)
{
    private const string Names = $"({nameof(UnpivotOptions)}.{nameof(UnpivotOptions.SeriesColumn)} and {nameof(UnpivotOptions.ValueColumn)}; "
        + "on the command line, --series and --target)";

    /// <summary>Divides the columns of a table.</summary>
    /// <param name="name">The name of the table.</param>
    /// <param name="columns">The columns of the table.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="SequenceDataException">
    /// A column is missing, listed twice or both a series and a kept one, none is a series, or a new column has the name of another one.
    /// </exception>
    public static WideColumns Create(string name, IReadOnlyList<SourceColumn> columns, UnpivotOptions options)
    {
        string[] header = [.. columns.Select(column => column.Name)];
        var index = MissingColumns.Require(name, header, options.Columns.Concat(options.KeptColumns));
        int[] listed = [.. options.Columns.Select(index.Find)];
        if (listed.CountBy(column => column).FirstOrDefault(column => column.Value > 1) is { Value: > 1 } twice)
            throw new SequenceDataException($"{name}: column '{header[twice.Key]}' is listed twice as a series: list each column once.");
        var kept = options.KeptColumns.Select(index.Find).ToHashSet();
        if (listed.FirstOrDefault(kept.Contains, -1) is var both and >= 0)
        {
            throw new SequenceDataException(
                $"{name}: column '{header[both]}' is listed as a series and has another role: list only the columns that are series.");
        }

        int[] series = listed.Length > 0 ? listed
            : [.. Enumerable.Range(0, header.Length).Where(column => columns[column].Kind == ColumnKind.Number && !kept.Contains(column))];
        if (series.Length == 0)
        {
            throw new SequenceDataException(
                $"{name} has no columns of numbers that could be series; its columns are {NameList.Join(header)}: list the columns that are series.");
        }

        foreach (var unnamed in series.Where(column => InvisibleText.Trim(header[column]).IsEmpty))
            throw new SequenceDataException($"{name}: column {unnamed + 1} is a series and has no name: name it.");
        var isSeries = series.ToHashSet();
        var wide = new WideColumns(
            [.. series.Select(column => header[column])], [.. columns.Where((_, column) => !isSeries.Contains(column))]);
        wide.CheckNames(name, options);
        return wide;
    }

    private void CheckNames(string name, UnpivotOptions options)
    {
        if (InvisibleText.Comparer.Equals(options.SeriesColumn, options.ValueColumn))
        {
            throw new SequenceDataException(
                $"{name}: the columns of the series and of the values are both named '{options.SeriesColumn}': choose two names {Names}.");
        }

        string[] created = [options.SeriesColumn, options.ValueColumn];
        if (Array.Find(created, column => Kept.Any(kept => InvisibleText.Comparer.Equals(kept.Name, column))) is { } taken)
        {
            throw new SequenceDataException(
                $"{name} has a column '{taken}' that is not a series, and a new column would have the same name: choose other names {Names}.");
        }

        // Whoever names a series as the target means this series, and not a new name for the values of all.
        if (Array.Find(created, column => Series.Contains(column, InvisibleText.Comparer)) is { } series)
        {
            throw new SequenceDataException(
                $"{name} has a series '{series}', and a new column would have the same name: choose other names {Names}.");
        }
    }
}
