namespace MlNetRecurrent.Training;

/// <summary>Reads a CSV file.</summary>
/// <param name="file">The file.</param>
/// <param name="name">The name of the table.</param>
internal sealed class CsvFileReader(InputFile file, string name) : ITableReader
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => CsvTable.Header(file);

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => CsvTable.Schema(file);

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => CsvTable.Read(file, kinds);

    /// <inheritdoc/>
    public string? Describe() => null;
}
