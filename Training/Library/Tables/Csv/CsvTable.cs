using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Reads columns of CSV files: one header row, comma-separated, decimal points, UTF-8.</summary>
/// <remarks>UTF-16 and UTF-32 are read too if the file starts with their byte order mark.</remarks>
internal static class CsvTable
{
    // The maximum number of bytes of a row: an unclosed quotation mark would otherwise make one row of the rest of the file.
    private const int MaxRowBytes = 1 << 26;

    // The number of rows from which the kinds of the columns are guessed.
    private const int SampledRows = 1000;

    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        MaxRecordSize = MaxRowBytes,
    };

    /// <summary>Reads the column names of a file, in order.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or has duplicate column names.</exception>
    public static IReadOnlyList<string> Header(InputFile file)
    {
        using var text = Open(file);
        return Header(text, file.Name);
    }

    /// <summary>Reads the column names of a CSV text, in order.</summary>
    /// <exception cref="SequenceDataException">There is no header, or it has duplicate column names.</exception>
    public static IReadOnlyList<string> Header(TextReader text, string name)
    {
        using var reader = Reader(text);
        return Header(reader, name);
    }

    /// <summary>Reads the columns of a file, with their kinds as guessed from the first rows.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or has duplicate column names.</exception>
    public static IReadOnlyList<SourceColumn> Schema(InputFile file)
    {
        using var text = Open(file);
        return Schema(text, file.Name);
    }

    /// <summary>Reads the columns of a CSV text, with their kinds as guessed from the first rows.</summary>
    /// <exception cref="SequenceDataException">There is no header, or it has duplicate column names.</exception>
    public static IReadOnlyList<SourceColumn> Schema(TextReader text, string name)
    {
        using var reader = Reader(text);
        var header = Header(reader, name);
        KindGuess[] guesses = [.. header.Select(_ => new KindGuess())];
        for (var row = 0; row < SampledRows && Next(reader, name); row++)
        {
            for (var column = 0; column < Math.Min(reader.FieldCount, header.Length); column++)
                guesses[column].Add(reader.GetString(column));
        }

        return [.. header.Zip(guesses, (column, guess) => new SourceColumn(column, guess.Kind))];
    }

    /// <summary>Reads only the requested columns.</summary>
    /// <param name="file">The file.</param>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <exception cref="SequenceDataException">The file cannot be read, a column is missing, or a cell is invalid.</exception>
    public static DataTable Read(InputFile file, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        using var text = Open(file);
        return Read(text, file.Name, kinds);
    }

    /// <summary>Reads only the requested columns of a CSV text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <exception cref="SequenceDataException">A column is missing, or a cell is invalid.</exception>
    public static DataTable Read(TextReader text, string name, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        using var reader = Reader(text);
        var header = Header(reader, name);
        if (MissingColumns.Describe(name, header, kinds.Keys) is { } missing)
            throw new SequenceDataException(missing);
        var columns = kinds
            .Select(entry => (Name: entry.Key, Index: NameChecks.IndexOf(header, entry.Key), Column: CellColumn.Create(entry.Value)))
            .ToList();
        var lines = new LineNumbers();
        while (Next(reader, name))
        {
            // A blank line is a missing cell in a table with one column; otherwise it is skipped.
            if (header.Length > 1 && reader.FieldCount == 1 && reader.IsEmpty(0))
                continue;
            if (reader.FieldCount != header.Length)
            {
                throw new SequenceDataException(
                    $"{name}, line {reader.LineNumber}: expected {header.Length} cells as in the header, got {reader.FieldCount}.");
            }

            foreach (var (column, index, cells) in columns)
            {
                var cell = reader.GetString(index);
                if (cells.Add(cell) is { } expected)
                    throw new SequenceDataException($"{name}, line {reader.LineNumber}, column '{column}': expected {expected}, got '{cell}'.");
            }

            lines.Add((int)reader.LineNumber);
        }

        return new DataTable(name, lines, columns.ToDictionary(entry => entry.Name, entry => entry.Column));
    }

    private static CheckedTextReader Open(InputFile file) => new(() => DataFile.Open(file), file.Name, isCsv: true);

    private static CsvReader Reader(TextReader text) => CsvReader.Create(text, Options, leaveOpen: true);

    private static string[] Header(CsvReader reader, string name)
    {
        if (!Next(reader, name))
            throw new SequenceDataException($"{name} is empty: expected a header row with the column names.");
        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        NameChecks.CheckHeader(name, header);
        return header;
    }

    private static bool Next(CsvReader reader, string name)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException exception)
        {
            var place = FormattableString.Invariant($"{name}, line {exception.LineNumber}");
            throw new SequenceDataException(
                exception.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal)
                    ? FormattableString.Invariant($"{place}: the row has more than {MaxRowBytes:N0} bytes, the maximum: ")
                        + "does a quotation mark open and never close?"
                    : $"{place}: the quotation marks do not match.",
                exception);
        }
    }
}
