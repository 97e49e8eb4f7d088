using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The structures of Parquet's metadata: the type of each field by its number, as in the format's <c>parquet.thrift</c>.</summary>
internal static class ParquetStructures
{
    /// <summary>The structure of the footer.</summary>
    public const string Footer = "FileMetaData";

    /// <summary>The structure of an element of the schema.</summary>
    public const string SchemaElement = "SchemaElement";

    /// <summary>The structure before each page.</summary>
    public const string PageHeader = "PageHeader";

    /// <summary>The part of a page header that describes a page of values.</summary>
    public const string DataPage = "DataPageHeader";

    /// <summary>The part of a page header that describes a page of values in the second version.</summary>
    public const string DataPageV2 = "DataPageHeaderV2";

    /// <summary>The part of a page header that describes a dictionary.</summary>
    public const string DictionaryPage = "DictionaryPageHeader";

    // v: an integer; b: bytes or text; y: a byte; d: a double; o: a Boolean; [x]: a list of x; a name: a structure, which has no fields if it is
    // not defined here.
    private const string Definitions = """
        FileMetaData 1:v 2:[SchemaElement] 3:v 4:[RowGroup] 5:[KeyValue] 6:b 7:[ColumnOrder] 8:EncryptionAlgorithm 9:b
        SchemaElement 1:v 2:v 3:v 4:b 5:v 6:v 7:v 8:v 9:v 10:LogicalType
        LogicalType 1:Empty 2:Empty 3:Empty 4:Empty 5:Decimal 6:Empty 7:Time 8:Time 10:Integer
        LogicalType 11:Empty 12:Empty 13:Empty 14:Empty 15:Empty 16:Variant 17:Geography 18:Geography
        Decimal 1:v 2:v
        Time 1:o 2:TimeUnit
        TimeUnit 1:Empty 2:Empty 3:Empty
        Integer 1:y 2:o
        Variant 1:y
        Geography 1:b 2:v
        RowGroup 1:[ColumnChunk] 2:v 3:v 4:[SortingColumn] 5:v 6:v 7:v
        ColumnChunk 1:b 2:v 3:ColumnMetaData 4:v 5:v 6:v 7:v 8:ColumnCryptoMetaData 9:b
        ColumnMetaData 1:v 2:[v] 3:[b] 4:v 5:v 6:v 7:v 8:[KeyValue] 9:v 10:v 11:v
        ColumnMetaData 12:Statistics 13:[PageEncodingStats] 14:v 15:v 16:SizeStatistics 17:GeospatialStatistics
        Statistics 1:b 2:b 3:v 4:v 5:b 6:b 7:o 8:o 9:v
        SizeStatistics 1:v 2:[v] 3:[v]
        GeospatialStatistics 1:BoundingBox 2:[v]
        BoundingBox 1:d 2:d 3:d 4:d 5:d 6:d 7:d 8:d
        KeyValue 1:b 2:b
        SortingColumn 1:v 2:o 3:o
        PageEncodingStats 1:v 2:v 3:v
        ColumnOrder 1:Empty
        ColumnCryptoMetaData 1:Empty 2:ColumnKey
        ColumnKey 1:[b] 2:b
        EncryptionAlgorithm 1:Aes 2:Aes
        Aes 1:b 2:b 3:o
        PageHeader 1:v 2:v 3:v 4:v 5:DataPageHeader 6:Empty 7:DictionaryPageHeader 8:DataPageHeaderV2
        DataPageHeader 1:v 2:v 3:v 4:v 5:Statistics
        DictionaryPageHeader 1:v 2:v 3:o
        DataPageHeaderV2 1:v 2:v 3:v 4:v 5:v 6:v 7:o 8:Statistics
        """;

    private static readonly Dictionary<string, Dictionary<int, string>> Structures = Parse();

    /// <summary>Returns the type of a field; null for a field that the format does not define.</summary>
    public static string? FindType(string? structure, int field) =>
        structure is not null && Structures.TryGetValue(structure, out var fields) ? fields.GetValueOrDefault(field) : null;

    private static Dictionary<string, Dictionary<int, string>> Parse() => Definitions.ReplaceLineEndings("\n").Split('\n')
        .Select(line => line.Split(' '))
        .GroupBy(words => words[0])
        .ToDictionary(
            structure => structure.Key,
            structure => structure.SelectMany(words => words.Skip(1)).Select(word => word.Split(':'))
                .ToDictionary(field => int.Parse(field[0], CultureInfo.InvariantCulture), field => field[1]));
}
