using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>The lines of a text, as UTF-8. One line at a time is in memory.</summary>
/// <param name="text">The text, at its beginning. It stays open.</param>
/// <param name="name">The name of the text in messages.</param>
internal sealed class JsonLineText(TextReader text, string name)
{
    // As for the rows of CSV files.
    private const int MaxLength = 1 << 26;

    private char[] _characters = new char[1 << 16];
    private byte[] _bytes = new byte[1 << 12];
    private int _start;
    private int _end;
    private bool _isAtEnd;
    private int _length;

    /// <summary>The number of the current line, counted from 1.</summary>
    public int Number { get; private set; }

    /// <summary>The current line, without its end; valid until the next call of <see cref="Next"/>.</summary>
    public ReadOnlySpan<byte> Line => _bytes.AsSpan(0, _length);

    /// <summary>Moves to the next line that is not blank.</summary>
    /// <exception cref="SequenceDataException">A line is too long, or the text is not in its encoding.</exception>
    public bool Next()
    {
        while (ReadLine(out var start, out var end))
        {
            Number++;
            var line = _characters.AsSpan(start, end - start).Trim();
            if (line.IsEmpty)
                continue;
            var maxBytes = Encoding.UTF8.GetMaxByteCount(line.Length);
            if (maxBytes > _bytes.Length)
                _bytes = new byte[Math.Max(maxBytes, 2 * _bytes.Length)];
            _length = Encoding.UTF8.GetBytes(line, _bytes);
            return true;
        }

        return false;
    }

    private bool ReadLine(out int start, out int end)
    {
        for (var searched = 0; ;)
        {
            var found = _characters.AsSpan(_start + searched, _end - _start - searched).IndexOf('\n');
            if (found >= 0)
            {
                (start, end) = (_start, _start + searched + found);
                _start = end + 1;
                return true;
            }

            searched = _end - _start;
            if (_isAtEnd)
            {
                (start, end) = (_start, _end);
                _start = _end;
                return searched > 0;
            }

            Fill();
        }
    }

    private void Fill()
    {
        _characters.AsSpan(_start, _end - _start).CopyTo(_characters);
        (_start, _end) = (0, _end - _start);
        if (_end > MaxLength)
        {
            throw new SequenceDataException(FormattableString.Invariant(
                $"{name}, line {Number + 1}: the line has more than {MaxLength:N0} characters, the maximum: expected a JSON object in each line."));
        }

        if (_end == _characters.Length)
            Array.Resize(ref _characters, 2 * _end);
        var count = text.Read(_characters.AsSpan(_end));
        _end += count;
        _isAtEnd = count == 0;
    }
}
