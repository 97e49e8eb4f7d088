using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// Reads text in a given encoding; otherwise in UTF-8, or in UTF-16 or UTF-32 if the bytes say so. Unlike <see cref="StreamReader"/>, it rejects
/// bytes that are not text in that encoding instead of replacing them: replaced bytes would merge names that differ.
/// </summary>
internal sealed class CheckedTextReader : TextReader
{
    private const int BufferSize = 1 << 16;

    private readonly Func<Stream> _open;
    private readonly string _name;
    private readonly bool _isCsv;
    private readonly Encoding? _given;
    private readonly StreamReader _reader;

    /// <summary>Opens a text.</summary>
    /// <param name="open">
    /// Opens the bytes at their beginning: once or twice to read them, and again to explain an error. The streams may not be able to seek.
    /// </param>
    /// <param name="name">The name of the text in messages.</param>
    /// <param name="isCsv">Whether messages name the column of the cell.</param>
    /// <param name="given">The encoding, which throws on invalid bytes; null to detect it.</param>
    /// <exception cref="SequenceDataException">The byte order mark is that of another encoding than the given one.</exception>
    public CheckedTextReader(Func<Stream> open, string name, bool isCsv, Encoding? given = null)
    {
        (_open, _name, _isCsv, _given) = (open, name, isCsv, given);
        var stream = open();
        try
        {
            var (encoding, mark) = ByteOrderMark.Detect(stream);
            if (given is not null && mark > 0 && encoding.CodePage != given.CodePage)
            {
                throw new SequenceDataException(
                    $"{name} starts with the byte order mark of {encoding.WebName}, the options say {given.WebName}: leave out the encoding "
                    + "(TableReadOptions.Encoding; on the command line, --encoding).");
            }

            Encoding = given ?? encoding;
            stream = Rewind(stream, mark);
            _reader = new StreamReader(stream, Encoding, detectEncodingFromByteOrderMarks: false, BufferSize);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>The encoding.</summary>
    public Encoding Encoding { get; }

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
            throw Explain(exception);
        }

        // Text files contain no NUL characters; UTF-16 without a byte order mark and binary files do.
        return buffer[..count].Contains('\0') ? throw Explain(null) : count;
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

    private SequenceDataException Explain(Exception? cause) => _given is null
        ? InvalidText.Explain(_open, _name, _isCsv, cause)
        : InvalidText.Explain(_open, _name, _isCsv, _given, cause);

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
