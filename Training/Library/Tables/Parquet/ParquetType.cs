using Parquet.Meta;
using PhysicalType = Parquet.Meta.Type;

namespace MlNetRecurrent.Training;

/// <summary>What the values of a column of a Parquet file mean: its physical type, and the annotations of the schema.</summary>
/// <param name="Meaning">What the values mean.</param>
/// <param name="Physical">How the values are stored.</param>
internal sealed record ParquetType(ParquetMeaning Meaning, PhysicalType? Physical)
{
    private const int MaxDecimalPlaces = 76;

    /// <summary>The number of decimal places of decimal numbers.</summary>
    public int Scale { get; init; }

    /// <summary>The number of time units in a second, for dates with times.</summary>
    public long UnitsPerSecond { get; init; }

    /// <summary>Whether dates with times are those of UTC.</summary>
    public bool IsUtc { get; init; }

    /// <summary>What the values are, if they cannot be read; otherwise null.</summary>
    public string? Unsupported { get; init; }

    /// <summary>The kind of the cells.</summary>
    public ColumnKind Kind => Meaning switch
    {
        ParquetMeaning.Date or ParquetMeaning.DateTime => ColumnKind.Time,
        ParquetMeaning.Text or ParquetMeaning.Guid or ParquetMeaning.Unsupported => ColumnKind.Text,
        _ => ColumnKind.Number,
    };

    /// <summary>Returns the type of an element of the schema.</summary>
    public static ParquetType Create(SchemaElement element)
    {
        var (physical, logical, converted) = (element.Type, element.LogicalType, element.ConvertedType);
        if (physical is null || element.RepetitionType == FieldRepetitionType.REPEATED)
            return Reject(DescribeNested(element), physical);
        if (logical?.TIMESTAMP is { } timestamp && physical == PhysicalType.INT64)
            return CreateDateTime(GetUnitsPerSecond(timestamp.Unit), timestamp.IsAdjustedToUTC);
        return (physical, converted) switch
        {
            _ when logical?.TIME is not null => Reject("times of day", physical),
            (_, ConvertedType.TIME_MILLIS or ConvertedType.TIME_MICROS) => Reject("times of day", physical),
            (_, ConvertedType.INTERVAL) => Reject("intervals", physical),
            (PhysicalType.INT64, ConvertedType.TIMESTAMP_MILLIS) => CreateDateTime(1_000, isUtc: true),
            (PhysicalType.INT64, ConvertedType.TIMESTAMP_MICROS) => CreateDateTime(1_000_000, isUtc: true),
            (PhysicalType.INT96, _) => new ParquetType(ParquetMeaning.DateTime, physical),
            (PhysicalType.INT32, _) when converted == ConvertedType.DATE || logical?.DATE is not null =>
                new ParquetType(ParquetMeaning.Date, physical),
            (_, _) when converted == ConvertedType.DECIMAL || logical?.DECIMAL is not null =>
                CreateDecimal(element.Scale ?? logical?.DECIMAL?.Scale ?? 0, physical.Value),
            (PhysicalType.INT32 or PhysicalType.INT64, _) when IsUnsigned(element) => new ParquetType(ParquetMeaning.Unsigned, physical),
            (PhysicalType.INT32 or PhysicalType.INT64, _) => new ParquetType(ParquetMeaning.Number, physical),
            (PhysicalType.FLOAT or PhysicalType.DOUBLE or PhysicalType.BOOLEAN, _) => new ParquetType(ParquetMeaning.Number, physical),
            (PhysicalType.BYTE_ARRAY, ConvertedType.UTF8 or ConvertedType.ENUM or ConvertedType.JSON) =>
                new ParquetType(ParquetMeaning.Text, physical),
            (PhysicalType.BYTE_ARRAY, _) when logical is { STRING: not null } or { ENUM: not null } or { JSON: not null } =>
                new ParquetType(ParquetMeaning.Text, physical),
            (PhysicalType.FIXED_LEN_BYTE_ARRAY, _) when logical?.UUID is not null => new ParquetType(ParquetMeaning.Guid, physical),
            (PhysicalType.FIXED_LEN_BYTE_ARRAY, _) when logical?.FLOAT16 is not null => new ParquetType(ParquetMeaning.Half, physical),
            _ => Reject("bytes that are not marked as text", physical),
        };
    }

    private static long GetUnitsPerSecond(TimeUnit unit) => unit.NANOS is not null ? 1_000_000_000 : unit.MICROS is not null ? 1_000_000 : 1_000;

    private static bool IsUnsigned(SchemaElement element) => element.LogicalType?.INTEGER is { } integer
        ? !integer.IsSigned
        : element.ConvertedType is ConvertedType.UINT_8 or ConvertedType.UINT_16 or ConvertedType.UINT_32 or ConvertedType.UINT_64;

    private static string DescribeNested(SchemaElement element) =>
        element.RepetitionType == FieldRepetitionType.REPEATED ? "lists"
        : element.ConvertedType == ConvertedType.LIST || element.LogicalType?.LIST is not null ? "lists"
        : element.ConvertedType is ConvertedType.MAP or ConvertedType.MAP_KEY_VALUE || element.LogicalType?.MAP is not null ? "maps"
        : "structures of other columns";

    private static ParquetType CreateDateTime(long unitsPerSecond, bool isUtc) =>
        new(ParquetMeaning.DateTime, PhysicalType.INT64) { UnitsPerSecond = unitsPerSecond, IsUtc = isUtc };

    private static ParquetType CreateDecimal(int scale, PhysicalType physical) => Math.Abs((long)scale) <= MaxDecimalPlaces
        ? new ParquetType(ParquetMeaning.Decimal, physical) { Scale = scale }
        : Reject(FormattableString.Invariant($"decimal numbers with {scale} places"), physical);

    private static ParquetType Reject(string values, PhysicalType? physical) => new(ParquetMeaning.Unsupported, physical) { Unsupported = values };
}
