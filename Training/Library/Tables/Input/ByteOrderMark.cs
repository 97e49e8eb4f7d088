using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>Detects the encoding of a text from its byte order mark.</summary>
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

    private static readonly UTF8Encoding Plain = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Detects the encoding, UTF-8 without a mark. Decoding throws on invalid bytes.</summary>
    /// <param name="stream">The bytes, at their beginning.</param>
    /// <returns>The encoding, and the length of the mark in bytes.</returns>
    public static (Encoding Encoding, int Length) Detect(Stream stream)
    {
        Span<byte> head = stackalloc byte[4];
        var start = head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        foreach (var encoding in Marked)
        {
            if (start.StartsWith(encoding.Preamble))
                return (encoding, encoding.Preamble.Length);
        }

        return (Plain, 0);
    }
}
