namespace MlNetRecurrent.Training;

/// <summary>Reads a data file in the format that it starts with: Parquet, JSON lines, otherwise CSV.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The name of the table.</param>
internal sealed class FileTableReader(InputFile file, string name) : ITableReader
{
    /// <inheritdoc/>
    public string Name => name;

    // A path can be that of another file the next time.
    private ITableReader Reader => DataFile.ReadHead(file).AsSpan() switch
    {
        var head when head.StartsWith(ParquetTableReader.Start) => new ParquetTableReader(file, name),
        var head when JsonLinesReader.IsJson(head) =>
            new JsonLinesReader(() => new CheckedTextReader(() => DataFile.Open(file), file.Name, isCsv: false), file.Name),
        _ => new CsvFileReader(file, name),
    };

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => Reader.ReadHeader();

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => Reader.ReadSchema();

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Reader.Read(kinds);

    /// <inheritdoc/>
    public string? Describe() => Reader.Describe();
}
