using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Detects the encoding of a text from its byte order mark, and UTF-16 without one from its zero bytes.</summary>
internal static class ByteOrderMark
{
    // UTF-32 before UTF-16: the mark of the one begins with the mark of the other.
    private static readonly Encoding[] Marked =
    [
        new UTF32Encoding(bigEndian: false, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF32Encoding(bigEndian: true, byteOrderMark: true, throwOnInvalidCharacters: true),
        new UTF8Encoding(encoderShouldEmitUTF8Identifier: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: false, byteOrderMark: true, throwOnInvalidBytes: true),
        new UnicodeEncoding(bigEndian: true, byteOrderMark: true, throwOnInvalidBytes: true),
    ];

    private static readonly UnicodeEncoding Unmarked = new(bigEndian: false, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UnicodeEncoding UnmarkedBigEndian = new(bigEndian: true, byteOrderMark: false, throwOnInvalidBytes: true);
    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Detects the encoding, UTF-8 if nothing says otherwise. Decoding throws on invalid bytes.</summary>
    /// <param name="stream">The bytes, at their beginning.</param>
    /// <returns>The encoding, and the length of the mark in bytes.</returns>
    public static (Encoding Encoding, int Length) Detect(Stream stream)
    {
        Span<byte> head = stackalloc byte[FileSignature.Length];
        var start = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        foreach (var encoding in Marked)
        {
            if (start.StartsWith(encoding.Preamble))
                return (encoding, encoding.Preamble.Length);
        }

        return EncodingGuess.FindUnmarked(start)?.Encoding switch
        {
            UnicodeEncoding { CodePage: 1200 } => (Unmarked, 0),
            UnicodeEncoding => (UnmarkedBigEndian, 0),
            _ => (Plain, 0),
        };
    }
}
