using Parquet;
using Parquet.Meta;
using Parquet.Schema;

namespace MlNetRecurrent.Training;

/// <summary>An open Parquet file.</summary>
internal sealed class ParquetFile : IAsyncDisposable
{
    private readonly Stream _stream;
    private readonly string _name;
    private readonly ParquetReader _reader;

    private ParquetFile(Stream stream, string name, ParquetReader reader)
    {
        (_stream, _name, _reader) = (stream, name, reader);
        var elements = FindColumns(reader.Metadata!.Schema);
        // In the order of the fields, which is that of the elements.
        List<(string Name, ParquetType Type, bool IsOptional)> columns = elements
            .ConvertAll(element => (element.Name, ParquetType.Create(element), element.RepetitionType == FieldRepetitionType.OPTIONAL));
        foreach (var element in reader.Metadata.Schema)
            RemoveAnnotations(element);
        Columns =
        [
            .. columns.Zip(
                reader.Schema.Fields, (column, field) => new ParquetColumn(column.Name, column.Type, column.IsOptional, field as DataField)),
        ];
        if (Columns.Count != columns.Count)
            throw new InvalidDataException("Its schema is not that of its columns.");
    }

    /// <summary>The columns, in order, without those inside of others.</summary>
    public IReadOnlyList<ParquetColumn> Columns { get; }

    /// <summary>The names of the columns, in order.</summary>
    /// <exception cref="SequenceDataException">There are no columns, or two have the same name.</exception>
    public IReadOnlyList<string> Header
    {
        get
        {
            if (Columns.Count == 0)
                throw new SequenceDataException($"{_name} has no columns.");
            string[] header = [.. Columns.Select(column => column.Name)];
            NameChecks.CheckHeader(_name, header);
            return header;
        }
    }

    /// <summary>The columns, in order, with the kinds of their cells.</summary>
    /// <exception cref="SequenceDataException">There are no columns, or two have the same name.</exception>
    public IReadOnlyList<SourceColumn> Schema => [.. Header.Zip(Columns, (name, column) => new SourceColumn(name, column.Type.Kind))];

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file. The stream can seek; the caller disposes it.</param>
    /// <param name="name">The name of the table in messages.</param>
    public static async Task<ParquetFile> OpenAsync(Stream stream, string name)
    {
        ParquetGuard.CheckFooter(stream);
        var reader = await ParquetReader.CreateAsync(stream, leaveStreamOpen: true).ConfigureAwait(false);
        return new ParquetFile(stream, name, reader);
    }

    /// <summary>Reads only the requested columns.</summary>
    /// <exception cref="SequenceDataException">A column is missing or has values that cannot be read, or a cell is invalid.</exception>
    public async Task<DataTable> ReadAsync(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        var places = MissingColumns.Require(_name, Header, kinds.Keys);
        var requested = kinds
            .Select(entry => (Name: entry.Key, Column: Columns[places.Find(entry.Key)], Cells: CellColumn.Create(entry.Value)))
            .ToList();
        foreach (var (name, column, _) in requested)
            Require(name, column);
        var rows = 0;
        for (var index = 0; index < _reader.RowGroupCount; index++)
        {
            using var group = _reader.OpenRowGroupReader(index);
            var count = ParquetGuard.CheckRows(group.RowGroup, _stream.Length);
            foreach (var (name, column, cells) in requested)
            {
                ParquetGuard.CheckPages(_stream, group.GetMetadata(column.Field!) ?? throw new InvalidDataException("A column is missing."), count);
                using var values = await group.ReadRawColumnDataBaseAsync(column.Field!).ConfigureAwait(false);
                if (new ParquetCells(column, cells).Add(values, count) is var (row, expected, got))
                {
                    var place = FormattableString.Invariant($"{_name}, row {rows + row + 1L}, column '{name}'");
                    throw new SequenceDataException($"{place}: expected {expected}, got {CellText.Quote(got)}.");
                }
            }

            rows = checked(rows + count);
        }

        return new DataTable(
            _name, LineNumbers.CreateRows(rows), requested.ToDictionary(entry => entry.Name, entry => entry.Cells), DataTable.Row);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _reader.DisposeAsync();

    private void Require(string name, ParquetColumn column)
    {
        if (column.Type.Unsupported is not { } values)
            return;
        throw new SequenceDataException(
            $"{_name}, column '{name}': expected numbers, texts, Booleans or dates, got {values}. Leave the column out, "
            + "or write the file again with its values in columns of their own.");
    }

    private static List<SchemaElement> FindColumns(List<SchemaElement> schema)
    {
        var columns = new List<SchemaElement>();
        for (var index = 1; index < schema.Count;)
        {
            columns.Add(schema[index]);
            // An element is followed by its children, and each of them by its own.
            for (var open = 1L; open > 0 && index < schema.Count; index++)
                open += (schema[index].NumChildren ?? 0) - 1;
        }

        return columns;
    }

    // Parquet.Net then reads the physical values, in every encoding: it cannot read all encodings of dates, for example.
    private static void RemoveAnnotations(SchemaElement element)
    {
        if (element.Type is not null)
            (element.LogicalType, element.ConvertedType) = (null, null);
    }
}
