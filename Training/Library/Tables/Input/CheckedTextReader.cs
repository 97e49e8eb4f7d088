using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// Reads UTF-8 text, or UTF-16 or UTF-32 text with a byte order mark. Unlike <see cref="StreamReader"/>, it rejects bytes that are not text in that
/// encoding instead of replacing them: replaced bytes would merge names that differ.
/// </summary>
internal sealed class CheckedTextReader : TextReader
{
    private const int BufferSize = 1 << 16;

    private readonly Func<Stream> _open;
    private readonly string _name;
    private readonly bool _isCsv;
    private readonly StreamReader _reader;

    /// <summary>Opens a text.</summary>
    /// <param name="open">
    /// Opens the bytes at their beginning: once or twice to read them, and again to explain an error. The streams may not be able to seek.
    /// </param>
    /// <param name="name">The name of the text in messages.</param>
    /// <param name="isCsv">Whether messages name the column of the cell.</param>
    public CheckedTextReader(Func<Stream> open, string name, bool isCsv)
    {
        (_open, _name, _isCsv) = (open, name, isCsv);
        var stream = open();
        try
        {
            var (encoding, mark) = ByteOrderMark.Detect(stream);
            stream = Rewind(stream, mark);
            _reader = new StreamReader(stream, encoding, detectEncodingFromByteOrderMarks: false, BufferSize);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="SequenceDataException">The bytes are not text in the encoding; the message states where and what would read them.</exception>
    public override int Read(Span<char> buffer)
    {
        int count;
        try
        {
            count = _reader.Read(buffer);
        }
        catch (DecoderFallbackException exception)
        {
            throw InvalidText.Explain(_open, _name, _isCsv, exception);
        }

        // Text files contain no NUL characters; UTF-16 without a byte order mark and binary files do.
        return buffer[..count].Contains('\0') ? throw InvalidText.Explain(_open, _name, _isCsv) : count;
    }

    /// <inheritdoc/>
    public override int Read(char[] buffer, int index, int count) => Read(buffer.AsSpan(index, count));

    /// <inheritdoc/>
    public override int Read()
    {
        var character = '\0';
        return Read(new Span<char>(ref character)) == 0 ? -1 : character;
    }

    /// <inheritdoc/>
    public override int Peek() => _reader.Peek();

    private Stream Rewind(Stream stream, int position)
    {
        if (!stream.CanSeek)
        {
            stream.Dispose();
            stream = _open();
            stream.ReadExactly(stackalloc byte[position]);
        }
        else
            stream.Position = position;
        return stream;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _reader.Dispose();
        base.Dispose(disposing);
    }
}
