using System.Buffers;
using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Explains why bytes are not text: where they stop being text, what they are instead, and how to convert them.</summary>
internal static class InvalidText
{
    private const int BufferSize = 1 << 16;
    private const int SampleSize = 1 << 20;

    /// <summary>Finds the first invalid byte, or the first NUL character, and explains it.</summary>
    /// <param name="open">Opens the bytes at their beginning. The streams may not be able to seek.</param>
    /// <param name="name">The name of the text.</param>
    /// <param name="isCsv">Whether the text consists of comma-separated cells.</param>
    /// <param name="cause">The exception of the decoder, if any.</param>
    public static SequenceDataException Explain(Func<Stream> open, string name, bool isCsv, Exception? cause = null)
    {
        using var stream = open();
        var (encoding, mark) = ByteOrderMark.Detect(stream);
        var position = new TextPosition(isCsv);
        using var text = OpenAt(open, mark);
        var (status, offset) = FindInvalid(text, encoding, mark, position);
        var message = Describe(open, name, encoding, mark, status, offset, position);
        return cause is null ? new SequenceDataException(message) : new SequenceDataException(message, cause);
    }

    /// <summary>Finds the first bytes that are not text in a given encoding, or the first NUL character, and explains them.</summary>
    /// <param name="open">Opens the bytes at their beginning.</param>
    /// <param name="name">The name of the text.</param>
    /// <param name="isCsv">Whether the text consists of cells.</param>
    /// <param name="given">The encoding.</param>
    /// <param name="cause">The exception of the decoder, if any.</param>
    public static SequenceDataException Explain(Func<Stream> open, string name, bool isCsv, Encoding given, Exception? cause)
    {
        var lenient = (Encoding)given.Clone();
        lenient.DecoderFallback = new DecoderReplacementFallback("\0");
        using var reader = new StreamReader(open(), lenient, detectEncodingFromByteOrderMarks: false);
        var position = new TextPosition(isCsv);
        for (var next = reader.Read(); next > 0; next = reader.Read())
            position.Add([(char)next], 0);
        var message = $"{name} is not {given.WebName}: {position.Describe()}: bytes that are not text in it. Set another encoding, or none for UTF-8 "
            + "(TableReadOptions.Encoding; on the command line, --encoding).";
        return cause is null ? new SequenceDataException(message) : new SequenceDataException(message, cause);
    }

    private static string Describe(
        Func<Stream> open, string name, Encoding encoding, int mark, OperationStatus status, long offset, TextPosition position)
    {
        var what = encoding is UTF8Encoding ? "UTF-8"
            : $"{(encoding is UTF32Encoding ? "UTF-32" : "UTF-16")}, as its {(mark > 0 ? "byte order mark says" : "zero bytes say")}";
        var head = Read(open, 0, FileSignature.Length);
        // From the start of the cell, unless it is very long.
        var start = Math.Max(position.CellStart, offset - (SampleSize / 2));
        var sample = Read(open, start, SampleSize);
        var bad = sample.AsSpan((int)Math.Min(offset - start, sample.Length));
        var isNul = status == OperationStatus.Done;
        var found = isNul ? "a NUL character"
            : status == OperationStatus.NeedMoreData ? "the file ends within a character"
            : $"the byte 0x{bad[0]:X2}";
        var lead = $"{name} is not {(isNul ? $"{what} text" : what)}: {position.Describe(offset)}: {found}. ";
        if (FileSignature.Find(head) is { } kind)
            return $"{lead}The file is {kind}.";
        if (encoding is not UTF8Encoding)
            return lead + "The file is damaged: write it again, as UTF-8.";
        if (status == OperationStatus.NeedMoreData && position.HasOtherCharacters)
            return lead + "The file was cut off: get all of it.";
        if (EncodingGuess.FindUnmarked(head) is { } unmarked)
            return $"{lead}The file is {unmarked.Name} without a byte order mark. {unmarked.Advise(name)}";
        if (isNul)
            return lead + "The file is binary or damaged: expected text.";
        if (EncodingGuess.DescribeMalformed(bad) is { } malformed)
            return $"{lead}{malformed}";
        if (EncodingGuess.Find(sample) is not { } guess)
            return lead + "Convert the file to UTF-8.";
        var cell = position.FormatCell(guess.Decode(sample));
        return position.HasOtherCharacters
            ? $"{lead}Text before it is UTF-8, so the file mixes encodings: in {guess.Name}, the text there is '{cell}'. Correct that text."
            : $"{lead}The file is probably {guess.Name}, in which the text there is '{cell}'. {position.Advise(guess, guess.Advise(name))}";
    }

    private static (OperationStatus Status, long Offset) FindInvalid(Stream stream, Encoding encoding, int mark, TextPosition position)
    {
        var buffer = new byte[BufferSize];
        Span<char> characters = stackalloc char[2];
        var (offset, count) = ((long)mark, 0);
        position.Start(mark);
        while (true)
        {
            var read = stream.ReadAtLeast(buffer.AsSpan(count), 1, throwOnEndOfStream: false);
            var bytes = buffer.AsSpan(0, count + read);
            var isLast = read == 0;
            // Without the next bytes, the last character of the buffer may be incomplete.
            while (bytes.Length >= (isLast ? 1 : RuneDecoder.MaxBytes))
            {
                var status = RuneDecoder.Decode(encoding, bytes, out var rune, out var consumed);
                if (status != OperationStatus.Done || rune.Value == 0)
                    return (status, offset);
                offset += consumed;
                position.Add(characters[..rune.EncodeToUtf16(characters)], offset);
                bytes = bytes[consumed..];
            }

            if (isLast)
                return (OperationStatus.NeedMoreData, offset);
            bytes.CopyTo(buffer);
            count = bytes.Length;
        }
    }

    private static byte[] Read(Func<Stream> open, long start, int length)
    {
        var bytes = new byte[length];
        using var stream = OpenAt(open, start);
        return bytes[..stream.ReadAtLeast(bytes, length, throwOnEndOfStream: false)];
    }

    private static Stream OpenAt(Func<Stream> open, long position)
    {
        var stream = open();
        if (stream.CanSeek)
            stream.Position = position;
        else
        {
            var skipped = new byte[BufferSize];
            for (var rest = position; rest > 0;)
            {
                var count = stream.Read(skipped, 0, (int)Math.Min(rest, BufferSize));
                rest = count == 0 ? 0 : rest - count;
            }
        }

        return stream;
    }
}
