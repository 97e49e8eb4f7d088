using System.Text;
using CsvHelper;

namespace MlNetRecurrent.Training;

/// <summary>Follows a text, character by character, to the line and the column at which it becomes invalid.</summary>
/// <param name="isCsv">Whether the text consists of cells; the first of the usual separators in the header separates them.</param>
internal sealed class TextPosition(bool isCsv)
{
    private const int MaxHeader = 1 << 20;
    private const int MaxCell = 60;

    private readonly StringBuilder _header = new();
    private bool _isInHeader = true;
    private bool _hasSeparatorLine;
    private char? _separator;
    private bool _isQuoted;
    private char _previous;
    private int _cells;

    /// <summary>The line, counted from 1.</summary>
    public long Line { get; private set; } = 1;

    /// <summary>The number of characters in the line before the position.</summary>
    public long Character { get; private set; }

    /// <summary>Whether a character other than ASCII comes before the position.</summary>
    public bool HasOtherCharacters { get; private set; }

    /// <summary>The byte at which the cell starts, or the word if the text has no cells.</summary>
    public long CellStart { get; private set; }

    /// <summary>Begins at a byte of the file.</summary>
    public void Start(long offset) => CellStart = offset;

    /// <summary>Moves past characters.</summary>
    /// <param name="text">The characters.</param>
    /// <param name="end">The byte after the last of them.</param>
    public void Add(ReadOnlySpan<char> text, long end)
    {
        foreach (var character in text)
            Add(character, end);
    }

    /// <summary>Names the position: the line; the column, for CSV that of the table; and the byte.</summary>
    /// <param name="offset">The byte, from 0.</param>
    public string Describe(long offset) => DescribeColumn() + (isCsv
        ? FormattableString.Invariant($" (character {Character + 1} of the line, byte {offset + 1} of the file)")
        : FormattableString.Invariant($" (byte {offset + 1} of the file)"));

    /// <summary>Names the line and the column.</summary>
    public string Describe() => DescribeColumn();

    /// <summary>Says how a text in an encoding is read.</summary>
    /// <param name="guess">The encoding.</param>
    /// <param name="conversion">A sentence that says how it is converted.</param>
    public string Advise(EncodingGuess guess, string conversion) => isCsv
        ? $"Say so (TableReadOptions.Encoding; on the command line, --encoding {guess.CommandName.ToLowerInvariant()}), or "
            + $"{char.ToLowerInvariant(conversion[0])}{conversion[1..]}"
        : conversion;

    /// <summary>Returns the first cell or word of a text, shortened for display.</summary>
    public string FormatCell(string text)
    {
        var end = text.AsSpan().IndexOfAny(isCsv ? _separator ?? ',' : ' ', '\r', '\n');
        var cell = (end < 0 ? text : text[..end]).Trim('"', ' ', '\t');
        return MessageText.Sanitize(cell.Length > MaxCell ? cell[..MaxCell] + "..." : cell);
    }

    private string DescribeColumn()
    {
        var line = FormattableString.Invariant($"line {Line}, ");
        if (!isCsv)
            return line + FormattableString.Invariant($"column {Character + 1}");
        if (_isInHeader)
            return line + FormattableString.Invariant($"the name of column {_cells + 1}");
        using var reader = CsvReader.FromText(_header.ToString(), CsvText.CreateOptions(_separator ?? ',', CsvMalformedDataHandling.Recover));
        return line + (reader.Read() && _cells < reader.FieldCount
            ? $"column '{MessageText.Sanitize(reader.GetString(_cells))}'"
            : FormattableString.Invariant($"column {_cells + 1}"));
    }

    // The header follows a line that only names the separator.
    private bool SkipSeparatorLine()
    {
        var line = _header.ToString();
        if (SeparatorLine.Find(line) is not null)
            (_hasSeparatorLine, _header.Length) = (true, 0);
        else if (_hasSeparatorLine && line == "\n")
            _header.Length = 0;
        return _header.Length == 0;
    }

    private void Add(char character, long end)
    {
        var endsLine = character == '\r' || (character == '\n' && _previous != '\r');
        _previous = character;
        HasOtherCharacters |= character >= 0x80;
        if (_isInHeader && _header.Length < MaxHeader)
            _header.Append(character);
        if (isCsv && character == '"')
            _isQuoted = !_isQuoted;
        if (_isInHeader && !_isQuoted && _separator is null && character is ',' or ';' or '\t' or '|')
            _separator = character;
        Character++;
        if (endsLine)
            Line++;
        if (character is '\r' or '\n')
            Character = 0;
        if (!_isQuoted && character is ('\r' or '\n'))
        {
            (_cells, CellStart) = (0, end);
            _isInHeader = _isInHeader && SkipSeparatorLine();
        }
        else if (isCsv ? !_isQuoted && character == _separator : character == ' ')
            (_cells, CellStart) = (_cells + 1, end);
    }
}
