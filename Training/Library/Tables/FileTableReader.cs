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
        TableFormat.Parquet => CreateParquet(),
        TableFormat.JsonLines => new JsonLinesReader(
            () => Open(isCsv: false),
            name,
            Check("JSON lines", options with { DateFormat = null, Encoding = null })),
        _ => new CsvTextReader(name, () => Open(isCsv: true), options),
    };

    private ParquetTableReader CreateParquet()
    {
        Check("Parquet", options);
        return new ParquetTableReader(file, name);
    }

    // Options for texts that would have no effect.
    private TableReadOptions Check(string format, TableReadOptions unused) => unused with { Format = null, Entry = null } == new TableReadOptions()
        ? options
        : throw new SequenceDataException(
            $"{file.Name} is read as {format}, in which the cells have types: leave out the options for CSV texts (TableReadOptions; on the command "
                + "line, --separator, --decimal, --thousands, --date-format and --encoding).");

    private CheckedTextReader Open(bool isCsv) =>
        new(() => DataFile.Open(file), file.Name, isCsv, options.Encoding is { } encoding ? GivenEncoding.Find(encoding) : null);

    private TableFormat FindFormat() => DataFile.ReadHead(file).AsSpan() switch
    {
        var head when head.StartsWith(ParquetTableReader.Start) => TableFormat.Parquet,
        var head when JsonLinesReader.IsJson(head) => TableFormat.JsonLines,
        _ => TableFormat.Csv,
    };
}
