using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using Parquet.Data;

namespace MlNetRecurrent.Training;

/// <summary>Converts the physical values of a column of a Parquet file to cells.</summary>
/// <param name="column">The column.</param>
/// <param name="cells">The cells to add to.</param>
internal readonly struct ParquetCells(ParquetColumn column, CellColumn cells)
{
    private const int DaysFrom1To1970 = 719_162;

    // 76 digits.
    private const int MaxDecimalBytes = 32;

    // Without a replacement: replaced bytes would merge texts that differ.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private ParquetType Type => column.Type;

    /// <summary>Adds the values of a row group.</summary>
    /// <param name="data">The values.</param>
    /// <param name="rows">The number of rows in the row group.</param>
    /// <returns>The first row whose value is invalid, what was expected and what it is; otherwise null.</returns>
    public (int Row, string Expected, string Got)? Add(RawColumnData data, int rows) => data switch
    {
        RawColumnData<bool> booleans => AddAll(booleans, rows, static (_, cells, value) => cells.Add(value ? 1L : 0L)),
        RawColumnData<int> integers => AddAll(integers, rows, Type.Meaning switch
        {
            ParquetMeaning.Date => static (_, cells, value) => AddDate(cells, value),
            ParquetMeaning.Decimal => static (type, cells, value) => AddDecimal(cells, value, type.Scale),
            ParquetMeaning.Unsigned => static (_, cells, value) => cells.Add((uint)value),
            _ => static (_, cells, value) => cells.Add(value),
        }),
        RawColumnData<long> integers => AddAll(integers, rows, Type.Meaning switch
        {
            ParquetMeaning.DateTime => static (type, cells, value) => AddDateTime(type, cells, value),
            ParquetMeaning.Decimal => static (type, cells, value) => AddDecimal(cells, value, type.Scale),
            ParquetMeaning.Unsigned => static (_, cells, value) => value < 0 ? cells.AddText((ulong)value) : cells.Add(value),
            _ => static (_, cells, value) => cells.Add(value),
        }),
        RawColumnData<float> numbers => AddAll(numbers, rows, static (_, cells, value) => AddNumber(cells, value)),
        RawColumnData<double> numbers => AddAll(numbers, rows, static (_, cells, value) => AddNumber(cells, value)),
        RawColumnData<DateTime> dates => AddAll(dates, rows, static (_, cells, value) => cells.Add(value)),
        RawColumnData<ReadOnlyMemory<byte>> bytes => AddAll(bytes, rows, Type.Meaning switch
        {
            ParquetMeaning.Decimal => static (type, cells, value) => AddDecimal(cells, ToInteger(value.Span), type.Scale),
            ParquetMeaning.Guid => static (_, cells, value) => cells.AddText(new Guid(value.Span, bigEndian: true)),
            ParquetMeaning.Half => static (_, cells, value) => AddNumber(cells, (double)BinaryPrimitives.ReadHalfLittleEndian(value.Span)),
            _ => static (_, cells, value) => AddUtf8(cells, value.Span),
        }),
        _ => throw new NotSupportedException($"values of the type {Type.Physical}"),
    };

    private (int Row, string Expected, string Got)? AddAll<T>(RawColumnData<T> data, int rows, Func<ParquetType, CellColumn, T, string?> add)
        where T : struct
    {
        var values = data.Values;
        var levels = column.IsOptional ? data.DefinitionLevels : [];
        if ((column.IsOptional ? levels.Length : values.Length) != rows)
            throw new InvalidDataException("A column does not have a value for each row.");
        var next = 0;
        for (var row = 0; row < rows; row++)
        {
            var isMissing = column.IsOptional && levels[row] == 0;
            if ((isMissing ? cells.Add([]) : add(Type, cells, values[next])) is { } expected)
                return (row, expected, isMissing ? "" : Describe(values[next], add));
            next += isMissing ? 0 : 1;
        }

        return null;
    }

    // As the text that the cell would be in a column of texts.
    private string Describe<T>(T value, Func<ParquetType, CellColumn, T, string?> add)
    {
        var text = new TextColumn();
        add(Type, text, value);
        return text.Values.Count == 0 ? "" : text.Values[0];
    }

    private static string? AddNumber(CellColumn cells, double value) => double.IsNaN(value) ? cells.Add([]) : cells.Add(value);

    private static string? AddDate(CellColumn cells, int days) =>
        (long)days + DaysFrom1To1970 is >= 0 and var day && day <= DateOnly.MaxValue.DayNumber
        ? cells.Add(DateOnly.FromDayNumber((int)day).ToDateTime(TimeOnly.MinValue))
        : AddOutside(cells, days, "days");

    private static string? AddDateTime(ParquetType type, CellColumn cells, long units)
    {
        // The floor: a tick has 100 nanoseconds.
        var ticks = type.UnitsPerSecond > TimeSpan.TicksPerSecond
            ? (long)Math.Floor((decimal)units / (type.UnitsPerSecond / TimeSpan.TicksPerSecond))
            : (Int128)units * (TimeSpan.TicksPerSecond / type.UnitsPerSecond);
        ticks += DateTime.UnixEpoch.Ticks;
        return ticks >= 0 && ticks <= DateTime.MaxValue.Ticks
            ? cells.Add(new DateTime((long)ticks, type.IsUtc ? DateTimeKind.Utc : DateTimeKind.Unspecified))
            : AddOutside(cells, units, type.UnitsPerSecond switch { 1_000 => "ms", 1_000_000 => "us", _ => "ns" });
    }

    // A column of texts takes what the message shows.
    private static string? AddOutside(CellColumn cells, long value, string unit) => cells is TextColumn
        ? cells.Add(string.Create(CultureInfo.InvariantCulture, $"1970 + {value} {unit}"))
        : "a date in the years 1 to 9999";

    private static BigInteger ToInteger(ReadOnlySpan<byte> bytes) => bytes.Length <= MaxDecimalBytes
        ? new BigInteger(bytes, isBigEndian: true)
        : throw new NotSupportedException(FormattableString.Invariant($"decimal numbers of more than {MaxDecimalBytes} bytes"));

    private static string? AddDecimal(CellColumn cells, BigInteger value, int scale)
    {
        if (scale <= 0)
            return cells.AddText(value * BigInteger.Pow(10, -scale));
        var digits = BigInteger.Abs(value).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return cells.Add($"{(value.Sign < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}");
    }

    private static string? AddUtf8(CellColumn cells, ReadOnlySpan<byte> bytes)
    {
        const int MaxStack = 256;
        if (bytes.Length > MaxStack)
            return cells.Add(Utf8.GetString(bytes));
        Span<char> text = stackalloc char[MaxStack];
        return cells.Add(text[..Utf8.GetChars(bytes, text)]);
    }
}
