using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace MlNetRecurrent.Training;

/// <summary>Writes predictions as Parquet: numbers, integers, texts, and dates with times. Empty cells are missing values.</summary>
internal static class PredictionParquet
{
    private const string Extension = ".parquet";

    // As many as pandas and Apache Arrow write.
    private const int RowsOfGroup = 1 << 20;

    /// <summary>Whether a file with this name is written as Parquet.</summary>
    public static bool IsFor(string path) => path.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);

    /// <summary>Returns the bytes of a file.</summary>
    // On a thread of the pool, which has no synchronization context that could wait for itself.
    public static byte[] Write(PredictionTable table) => Task.Run(() => WriteAsync(table)).GetAwaiter().GetResult();

    private static async Task<byte[]> WriteAsync(PredictionTable table)
    {
        DataField[] fields = [.. table.Header.Select((name, column) => CreateField(name, FindKind(table, column)))];
        using var bytes = new MemoryStream();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), bytes).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            foreach (var rows in table.Rows.Chunk(RowsOfGroup))
            {
                using var group = writer.CreateRowGroup();
                foreach (var (column, field) in fields.Index())
                    await WriteAsync(group, field, [.. rows.Select(row => row[column])]).ConfigureAwait(false);
            }
        }

        return bytes.ToArray();
    }

    private static async Task WriteAsync(ParquetRowGroupWriter group, DataField field, string[] cells)
    {
        if (field.ClrType == typeof(double))
            await group.WriteAsync<double>(field, Convert(cells, ParseNumber)).ConfigureAwait(false);
        else if (field.ClrType == typeof(long))
            await group.WriteAsync<long>(field, Convert(cells, cell => long.Parse(cell, CultureInfo.InvariantCulture))).ConfigureAwait(false);
        else if (field.ClrType == typeof(DateTime))
            await group.WriteAsync<DateTime>(field, Convert(cells, ParseDate)).ConfigureAwait(false);
        else
            await group.WriteAsync(field, [.. cells.Select(cell => cell.Length == 0 ? null! : cell)]).ConfigureAwait(false);
    }

    private static ReadOnlyMemory<T?> Convert<T>(string[] cells, Func<string, T> parse)
        where T : struct => Array.ConvertAll(cells, cell => cell.Length == 0 ? (T?)null : parse(cell));

    // Tables that others make have no kinds, and any text.
    private static PredictionKind FindKind(PredictionTable table, int column) =>
        column < table.Kinds.Count ? table.Kinds[column] : PredictionKind.Text;

    private static DataField CreateField(string name, PredictionKind kind) => kind switch
    {
        PredictionKind.Number => new DataField(name, typeof(double), isNullable: true),
        PredictionKind.Integer => new DataField(name, typeof(long), isNullable: true),
        PredictionKind.Date => new DateTimeDataField(
            name, DateTimeFormat.Timestamp, isAdjustedToUTC: false, unit: DateTimeTimeUnit.Micros, isNullable: true),
        _ => new DataField(name, typeof(string), isNullable: true),
    };

    private static double ParseNumber(string cell) => double.Parse(cell, CultureInfo.InvariantCulture);

    // Parquet.Net takes dates that are not marked as those of UTC for local ones.
    private static DateTime ParseDate(string cell) => CalendarTime.TryParse(cell, out var date)
        ? DateTime.SpecifyKind(date, DateTimeKind.Utc)
        : throw new FormatException($"'{cell}' is not a date.");
}
