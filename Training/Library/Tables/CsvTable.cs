using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Reads columns of CSV files: one header row, comma-separated, decimal points, UTF-8.</summary>
internal static class CsvTable
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
    };

    /// <summary>Reads the column names of a file, in order.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or has duplicate column names.</exception>
    public static IReadOnlyList<string> Header(string path)
    {
        using var text = Open(path);
        return Header(text, path);
    }

    /// <summary>Reads the column names of a CSV text, in order.</summary>
    /// <exception cref="SequenceDataException">There is no header, or it has duplicate column names.</exception>
    public static IReadOnlyList<string> Header(TextReader text, string name)
    {
        using var reader = Reader(text);
        return Header(reader, name);
    }

    /// <summary>Reads only the requested columns.</summary>
    /// <param name="path">The file.</param>
    /// <param name="kinds">The kinds of the requested columns, by name.</param>
    /// <exception cref="SequenceDataException">The file cannot be read, a column is missing, or a cell is invalid.</exception>
    public static DataTable Read(string path, IReadOnlyDictionary<string, ColumnKind> kinds)
    {
        using var text = Open(path);
        return Read(text, path, kinds);
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
        var missing = kinds.Keys.Where(column => !header.Contains(column)).ToList();
        if (missing.Count > 0)
        {
            throw new SequenceDataException(
                $"{name} has no column {string.Join(", ", missing.Select(column => $"'{column}'"))}; its columns are {string.Join(", ", header)}.");
        }

        var columns = kinds
            .Select(entry => (Name: entry.Key, Index: Array.IndexOf(header, entry.Key), Column: CellColumn.Create(entry.Value)))
            .ToList();
        var lines = new List<int>();
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

        return new DataTable(name, [.. lines], columns.ToDictionary(entry => entry.Name, entry => entry.Column));
    }

    private static StreamReader Open(string path)
    {
        try
        {
            return new StreamReader(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SequenceDataException($"Data file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    private static CsvReader Reader(TextReader text) => CsvReader.Create(text, Options, leaveOpen: true);

    private static string[] Header(CsvReader reader, string name)
    {
        if (!Next(reader, name))
            throw new SequenceDataException($"{name} is empty: expected a header row with the column names.");
        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        return header.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } duplicate
            ? throw new SequenceDataException($"{name} has more than one column '{duplicate.Key}': column names must be unique.")
            : header;
    }

    private static bool Next(CsvReader reader, string name)
    {
        try
        {
            return reader.Read();
        }
        catch (CsvFormatException exception)
        {
            throw new SequenceDataException($"{name}, line {exception.LineNumber}: the quotation marks do not match.", exception);
        }
    }
}
