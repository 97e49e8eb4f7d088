using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Reads columns out of CSV files: one header row, comma separated, decimal points, UTF-8.</summary>
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

    /// <summary>The names of a file's columns, in order.</summary>
    /// <exception cref="SequenceDataException">The file cannot be read, has no header, or names a column twice.</exception>
    public static IReadOnlyList<string> Header(string path)
    {
        using var text = Open(path);
        return Header(text, path);
    }

    /// <summary>The names of a text's columns, in order.</summary>
    /// <exception cref="SequenceDataException">There is no header, or it names a column twice.</exception>
    public static IReadOnlyList<string> Header(TextReader text, string name)
    {
        using var reader = Reader(text);
        return Header(reader, name);
    }

    /// <summary>Reads the columns that are asked for, and nothing of the others.</summary>
    /// <param name="path">The file.</param>
    /// <param name="wanted">What to read, by column name.</param>
    /// <exception cref="SequenceDataException">The file cannot be read, a column is missing, or a cell is not what it should be.</exception>
    public static DataTable Read(string path, IReadOnlyDictionary<string, ColumnKind> wanted)
    {
        using var text = Open(path);
        return Read(text, path, wanted);
    }

    /// <summary>Reads the columns that are asked for out of a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="wanted">What to read, by column name.</param>
    /// <exception cref="SequenceDataException">A column is missing, or a cell is not what it should be.</exception>
    public static DataTable Read(TextReader text, string name, IReadOnlyDictionary<string, ColumnKind> wanted)
    {
        using var reader = Reader(text);
        var header = Header(reader, name);
        var missing = wanted.Keys.Where(column => !header.Contains(column)).ToList();
        if (missing.Count > 0)
            throw new SequenceDataException($"{name} has no column {string.Join(", ", missing.Select(column => $"'{column}'"))}; its columns are {string.Join(", ", header)}.");
        var columns = wanted.Select(entry => (Name: entry.Key, Index: Array.IndexOf(header, entry.Key), Column: CellColumn.Create(entry.Value))).ToList();
        var lines = new List<int>();
        while (Next(reader, name))
        {
            // A blank line is a missing cell where there is one column, and nothing where there are more.
            if (header.Length > 1 && reader.FieldCount == 1 && reader.IsEmpty(0))
                continue;
            if (reader.FieldCount != header.Length)
                throw new SequenceDataException($"{name}, line {reader.LineNumber}: expected {header.Length} cells as in the header, got {reader.FieldCount}.");
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
            throw new SequenceDataException($"{name} is empty: expected a header row with the names of the columns.");
        string[] header = [.. Enumerable.Range(0, reader.FieldCount).Select(reader.GetString)];
        return header.GroupBy(column => column).FirstOrDefault(group => group.Count() > 1) is { } twice
            ? throw new SequenceDataException($"{name} has two columns '{twice.Key}': every column needs a name of its own.")
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
            throw new SequenceDataException($"{name}, line {exception.LineNumber}: the quotes do not match.", exception);
        }
    }
}
