namespace MlNetRecurrent.Training;

/// <summary>Reads a file with a JSON object in each line.</summary>
/// <param name="open">Opens the text of the file at its beginning.</param>
/// <param name="name">The name of the table.</param>
/// <param name="options">How the file is written: only the format of dates matters.</param>
internal sealed class JsonLinesReader(Func<TextReader> open, string name, TableReadOptions options) : ITableReader
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public IReadOnlyList<string> ReadHeader() => [.. ReadSchema().Select(column => column.Name)];

    /// <inheritdoc/>
    public IReadOnlyList<SourceColumn> ReadSchema()
    {
        if (options is not { Separator: null, DecimalMark: null, ThousandsMark: null })
        {
            throw new SequenceDataException(
                $"{name} has a JSON object in each line, in which the separator and the form of numbers are fixed: leave out "
                + "TableReadOptions.Separator, DecimalMark and ThousandsMark (on the command line, --separator, --decimal and --thousands).");
        }

        using var text = open();
        return JsonLinesTable.ReadSchema(text, name);
    }

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds) => Read(kinds, null);

    /// <inheritdoc/>
    public DataTable Read(IReadOnlyDictionary<string, ColumnKind> kinds, ReadMeter? meter)
    {
        var header = ReadHeader();
        using var text = open();
        return JsonLinesTable.Read(text, name, header, kinds, options.DateFormat, meter);
    }

    /// <inheritdoc/>
    public string? Describe() => "JSON lines";

    /// <summary>Whether the first bytes of a file are those of JSON: an object, or an array of objects.</summary>
    public static bool IsJson(ReadOnlySpan<byte> head)
    {
        // White space, the byte order marks of UTF-8 and UTF-16, and the zero bytes of UTF-16.
        ReadOnlySpan<byte> ignored = [0, (byte)' ', (byte)'\t', (byte)'\r', (byte)'\n', 0xEF, 0xBB, 0xBF, 0xFE, 0xFF];
        var first = head.IndexOfAnyExcept(ignored);
        if (first < 0 || head[first] is not ((byte)'{' or (byte)'['))
            return false;
        var rest = head[(first + 1)..];
        var second = rest.IndexOfAnyExcept(ignored);
        return head[first] == (byte)'{' || (second >= 0 && rest[second] == (byte)'{');
    }
}
