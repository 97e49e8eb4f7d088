namespace MlNetRecurrent.Training;

/// <summary>Reads a CSV text.</summary>
/// <param name="name">The name of the table in messages.</param>
/// <param name="open">Opens the text at its beginning.</param>
/// <param name="options">How the text is written.</param>
/// <param name="header">The names of the columns, in order; null to read them from the text.</param>
internal sealed class CsvTextReader(string name, Func<TextReader> open, TableReadOptions options, IReadOnlyList<string>? header = null) : ITableReader
{
    // The code page of UTF-8.
    private const int Utf8 = 65001;

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
        using var reader = open();
        using var text = new CsvText(reader, name, options);
        var (table, description) = CsvTable.Read(text, kinds, options, meter);
        var encoding = reader is CheckedTextReader { Encoding: { CodePage: not Utf8 } other } ? other.WebName : null;
        _description = encoding is null ? description : description is null ? encoding : $"{encoding}, {description}";
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
