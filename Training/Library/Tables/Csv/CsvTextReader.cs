namespace MlNetRecurrent.Training;

/// <summary>Reads a CSV text.</summary>
/// <param name="name">The name of the table in messages.</param>
/// <param name="open">Opens the text at its beginning.</param>
/// <param name="header">The names of the columns, in order; null to read them from the text.</param>
internal sealed class CsvTextReader(string name, Func<TextReader> open, IReadOnlyList<string>? header = null) : ITableReader
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader()
    {
        if (header is not null)
            return header;
        using var text = open();
        return CsvTable.Header(text, name);
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema()
    {
        using var text = open();
        return CsvTable.Schema(text, name);
    }

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        using var text = open();
        return CsvTable.Read(text, name, kinds);
    }

    /// <inheritdoc/>
    public string? Describe() => null;
}
