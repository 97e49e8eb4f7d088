namespace MlNetRecurrent.Training;

/// <summary>Reads a CSV text.</summary>
/// <param name="name">The name of the table in messages.</param>
/// <param name="open">Opens the text at its beginning.</param>
/// <param name="options">How the text is written.</param>
/// <param name="header">The names of the columns, in order; null to read them from the text.</param>
internal sealed class CsvTextReader(string name, Func<TextReader> open, TableReadOptions options, IReadOnlyList<string>? header = null) : ITableReader
{
    private volatile string? _description;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => header ?? Read(text => text.Header);

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => Read(text => CsvTable.ReadSchema(text, options));

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Read(kinds, null);

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds, ReadMeter? meter)
    {
        (var table, _description) = Read(text => CsvTable.Read(text, kinds, options, meter));
        return table;
    }

    /// <inheritdoc/>
    public string? Describe() => _description;

    private T Read<T>(Func<CsvText, T> read)
    {
        using var reader = open();
        using var text = new CsvText(reader, name, options);
        return read(text);
    }
}
