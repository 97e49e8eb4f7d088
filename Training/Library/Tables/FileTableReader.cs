namespace MlNetRecurrent.Training;

/// <summary>Reads a data file in the format that it starts with: Parquet, JSON lines, otherwise CSV.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The name of the table.</param>
/// <param name="options">How the file is written.</param>
internal sealed class FileTableReader(InputFile file, string name, TableReadOptions options) : ITableReader
{
    private volatile ITableReader? _lastRead;

    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => Create().ReadHeader();

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => Create().ReadSchema();

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Read(kinds, null);

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds, ReadMeter? meter)
    {
        if (meter is not null)
            meter.Fraction = () => file.CompletedFraction;
        var reader = Create();
        var table = reader.Read(kinds, meter);
        _lastRead = reader;
        return table;
    }

    /// <inheritdoc/>
    public string? Describe() => (_lastRead ?? Create()).Describe();

    // A path can be that of another file the next time.
    private ITableReader Create() => (options.Format ?? FindFormat()) switch
    {
        TableFormat.Parquet => new ParquetTableReader(file, name),
        TableFormat.JsonLines => new JsonLinesReader(() => OpenText(isCsv: false), name, options),
        _ => new CsvTextReader(name, () => OpenText(isCsv: true), options),
    };

    private CheckedTextReader OpenText(bool isCsv) => new(() => DataFile.Open(file), file.Name, isCsv);

    private TableFormat FindFormat() => DataFile.ReadHead(file).AsSpan() switch
    {
        var head when head.StartsWith(ParquetTableReader.Start) => TableFormat.Parquet,
        var head when JsonLinesReader.IsJson(head) => TableFormat.JsonLines,
        _ => TableFormat.Csv,
    };
}
