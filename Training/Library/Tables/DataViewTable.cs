using System.Globalization;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace MlNetRecurrent.Training;

/// <summary>Reads columns of an ML.NET data view. Each cell is converted to the text that a CSV file would contain.</summary>
internal sealed class DataViewTable(IDataView view, string name) : ITableReader
{
    /// <inheritdoc/>
    public string Name => name;

    private IReadOnlyList<string> Header { get; } = [.. view.Schema.Where(column => !column.IsHidden).Select(column => column.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => Header;

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema() => [.. Header.Select(column => new SourceColumn(column, GetKind(view.Schema[column].Type)))];

    /// <inheritdoc/>
    public string? Describe() => null;

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        var places = MissingColumns.Require(name, Header, kinds.Keys);
        var sources = kinds
            .Select(entry => (
                Name: entry.Key,
                Column: view.Schema[Header[places.Find(entry.Key)]],
                Cells: CellColumn.Create(entry.Value)))
            .ToList();
        using var cursor = view.GetRowCursor(sources.Select(source => source.Column));
        var readers = sources.Select(source => Reader(cursor, source.Column)).ToList();
        var rows = 0;
        while (cursor.MoveNext())
        {
            rows++;
            for (var index = 0; index < sources.Count; index++)
            {
                var (_, column, cells) = sources[index];
                var cell = readers[index]();
                if (cells.Add(cell) is { } expected)
                {
                    throw new SequenceDataException(
                        $"{name}, row {rows}, column '{column.Name}': expected {expected}, got {CellText.Quote(cell)}.");
                }
            }
        }

        return new DataTable(name, LineNumbers.CreateRows(rows), sources.ToDictionary(source => source.Name, source => source.Cells), DataTable.Row);
    }

    private static ColumnKind GetKind(DataViewType type) => type switch
    {
        NumberDataViewType or BooleanDataViewType => ColumnKind.Number,
        DateTimeDataViewType or DateTimeOffsetDataViewType => ColumnKind.Time,
        _ => ColumnKind.Text,
    };

    private Func<string> Reader(DataViewRow row, DataViewSchema.Column column) => column.Type switch
    {
        TextDataViewType => Cells<ReadOnlyMemory<char>>(row, column, value => value.ToString()),
        KeyDataViewType when column.HasKeyValues() => Keys(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(float) => Cells<float>(row, column, Exact),
        NumberDataViewType { RawType: var type } when type == typeof(double) => Number<double>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(int) => Number<int>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(long) => Number<long>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(short) => Number<short>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(sbyte) => Number<sbyte>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(uint) => Number<uint>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(ulong) => Number<ulong>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(ushort) => Number<ushort>(row, column),
        NumberDataViewType { RawType: var type } when type == typeof(byte) => Number<byte>(row, column),
        BooleanDataViewType => Cells<bool>(row, column, value => value ? "1" : "0"),
        DateTimeDataViewType => Cells<DateTime>(row, column, Text),
        DateTimeOffsetDataViewType => Cells<DateTimeOffset>(row, column, value => Text(value.UtcDateTime)),
        _ => throw new SequenceDataException($"{name}, column '{column.Name}': expected a number, text or a date, got {column.Type}."),
    };

    // All digits: those that float32 loses were lost before the data view.
    private static string Exact(float value) => ((double)value).ToString(CultureInfo.InvariantCulture);

    // The shortest text that round-trips.
    private static Func<string> Number<T>(DataViewRow row, DataViewSchema.Column column)
        where T : IFormattable => Cells<T>(row, column, value => value.ToString(null, CultureInfo.InvariantCulture));

    private static Func<string> Cells<T>(DataViewRow row, DataViewSchema.Column column, Func<T, string> text)
    {
        var getter = row.GetGetter<T>(column);
        var value = default(T)!;
        return () =>
        {
            getter(ref value);
            return text(value);
        };
    }

    private static Func<string> Keys(DataViewRow row, DataViewSchema.Column column)
    {
        var values = default(VBuffer<ReadOnlyMemory<char>>);
        column.GetKeyValues(ref values);
        string[] texts = [.. values.DenseValues().Select(value => value.ToString())];
        var getter = row.GetGetter<uint>(column);
        var key = 0u;
        return () =>
        {
            getter(ref key);
            // Keys start at 1; 0 represents a missing value.
            return key == 0 ? "" : texts[key - 1];
        };
    }

    private static string Text(DateTime value) => value.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture);
}
