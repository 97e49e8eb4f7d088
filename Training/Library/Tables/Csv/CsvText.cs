using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>A CSV text that is being read: its separator is found, its header is read, and its rows follow.</summary>
internal sealed class CsvText : IDisposable
{
    // What is read before the separator and the format of numbers are decided.
    private const int SampleLength = 1 << 18;

    // The maximum number of bytes of a row: an unclosed quotation mark would otherwise make one row of the rest of the file.
    private const int MaxRowBytes = 1 << 26;

    // Separates nothing in a text of one column.
    private const char NoSeparator = '\u001F';

    private readonly string _sample;
    private readonly bool _isWhole;
    private readonly CsvReader _reader;
    private readonly int _skippedLines;
    private char[] _cell = new char[256];

    /// <summary>Starts to read.</summary>
    /// <param name="text">The text, at its beginning. It stays open.</param>
    /// <param name="name">The name of the text in messages.</param>
    /// <param name="options">How the text is written.</param>
    /// <exception cref="SequenceDataException">There is no header, it has duplicate column names, or the separator is unclear.</exception>
    public CsvText(TextReader text, string name, TableReadOptions options)
    {
        Name = name;
        var buffer = new char[SampleLength];
        var count = text.ReadBlock(buffer);
        _isWhole = count < buffer.Length;
        var hint = SeparatorLine.Find(buffer.AsSpan(0, count));
        if (hint is { } line)
        {
            if (options.Separator is { } given && given != line.Separator)
            {
                throw new SequenceDataException(
                    $"{name}, line 1: the line says that {SeparatorFinder.Describe(line.Separator)} separate the columns, the options say "
                        + $"{SeparatorFinder.Describe(given)}: remove the line, or leave out the option.");
            }

            _skippedLines = 1;
        }

        var start = hint?.Length ?? 0;
        _sample = new string(buffer, start, count - start);
        Separator = hint?.Separator ?? options.Separator ?? SeparatorFinder.Find(_sample, _isWhole, name);
        var rest = new JoinedText(_sample, _isWhole ? TextReader.Null : text);
        _reader = CsvReader.Create(rest, CreateOptions(Separator ?? NoSeparator, CsvMalformedDataHandling.Throw));
        Header = ReadHeader();
    }

    /// <summary>The name of the text in messages.</summary>
    public string Name { get; }

    /// <summary>The character between the columns; null for a single column.</summary>
    public char? Separator { get; }

    /// <summary>The names of the columns, in order.</summary>
    public string[] Header { get; }

    /// <summary>The line in which the current row starts, counted from 1.</summary>
    public long Line => _reader.LineNumber + _skippedLines;

    /// <inheritdoc/>
    public void Dispose() => _reader.Dispose();

    /// <summary>Creates the options of the parser.</summary>
    public static CsvReaderOptions CreateOptions(char separator, CsvMalformedDataHandling malformed) => new()
    {
        Separator = separator,
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = malformed,
        FieldCountMismatch = CsvFieldCountHandling.Allow,
        MaxRecordSize = MaxRowBytes,
    };

    /// <summary>Moves to the next row. A blank line is a missing cell in a table with one column; otherwise it is skipped.</summary>
    /// <exception cref="SequenceDataException">The row is malformed, or does not have as many cells as the header.</exception>
    public bool Next()
    {
        do
        {
            if (!Read())
                return false;
        }
        while (Header.Length > 1 && _reader.FieldCount == 1 && _reader.IsEmpty(0));
        return _reader.FieldCount == Header.Length ? true : throw new SequenceDataException(DescribeCellCount());
    }

    /// <summary>Returns a cell of the current row; valid until the next call.</summary>
    public ReadOnlySpan<char> GetCell(int column)
    {
        var bytes = _reader.GetSpan(column);
        if (bytes.Length > _cell.Length)
            _cell = new char[2 * bytes.Length];
        return _cell.AsSpan(0, _reader.GetChars(column, _cell));
    }

    /// <summary>Returns a cell of the current row in UTF-8; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> GetBytes(int column) => _reader.GetSpan(column);

    /// <summary>Looks at the numbers in the sample.</summary>
    /// <param name="numbers">The format of numbers to find.</param>
    /// <param name="columns">The indices of the columns with numbers.</param>
    public void Look(NumberReading numbers, IReadOnlyCollection<int> columns)
    {
        using var sample = CsvReader.FromText(_sample, CreateOptions(Separator ?? NoSeparator, CsvMalformedDataHandling.Recover));
        // The last row may be incomplete.
        var last = new List<string>();
        sample.Read();
        while (columns.Count > 0 && sample.Read())
        {
            last.ForEach(cell => numbers.Look(cell));
            last.Clear();
            if (sample.FieldCount == Header.Length)
                last.AddRange(columns.Select(sample.GetString));
        }

        if (_isWhole)
            last.ForEach(cell => numbers.Look(cell));
    }

    private string[] ReadHeader()
    {
        if (!Read())
            throw new SequenceDataException($"{Name} is empty: expected a header row with the column names.");
        string[] header = [.. Enumerable.Range(0, _reader.FieldCount).Select(_reader.GetString)];
        if (header is [var only] && InvisibleText.Trim(only).IsEmpty)
        {
            throw new SequenceDataException(
                FormattableString.Invariant($"{Name}, line {Line}: the line is blank: expected a header row with the column names."));
        }

        NameChecks.CheckHeader(Name, header);
        return header;
    }

    private bool Read()
    {
        try
        {
            return _reader.Read();
        }
        catch (CsvFormatException exception)
        {
            var place = FormattableString.Invariant($"{Name}, line {exception.LineNumber + _skippedLines}");
            throw new SequenceDataException(
                exception.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal)
                    ? FormattableString.Invariant($"{place}: the row has more than {MaxRowBytes:N0} bytes, the maximum: ")
                        + "does a quotation mark open and never close?"
                    : $"{place}: the quotation marks do not match.",
                exception);
        }
    }

    private string DescribeCellCount()
    {
        var message = FormattableString.Invariant($"{Name}, line {Line}: expected {Header.Length} cells as in the header, got {_reader.FieldCount}.");
        if (Separator is not { } separator)
            return message;
        if (SeparatorFinder.FindFor(System.Text.Encoding.UTF8.GetString(_reader.RawRecord), Header.Length) is { } other)
        {
            return $"{message} The row has {SeparatorFinder.Describe(other)} where the header has {SeparatorFinder.Describe(separator)}: "
                + "write the same separator in all rows.";
        }

        return separator == ',' ? message
            : $"{message} The columns are separated by {SeparatorFinder.Describe(separator)} (for another separator, set "
                + "TableReadOptions.Separator; on the command line, --separator).";
    }
}
