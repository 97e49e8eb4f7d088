using System.Buffers;
using System.Text.Unicode;

namespace MlNetRecurrent.Training;

/// <summary>Reads UTF-8 text files, with or without a byte order mark. All line endings become \n.</summary>
internal static class TextFile
{
    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Reads a file.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, cannot be read, or is not UTF-8; the message states the position.</exception>
    public static string Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SequenceDataException($"Text file '{path}' does not exist: check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SequenceDataException($"Text file '{path}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Decodes the bytes of a text file.</summary>
    /// <exception cref="SequenceDataException">The bytes are not UTF-8.</exception>
    public static string Parse(ReadOnlySpan<byte> bytes, string name)
    {
        var start = bytes.StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        var characters = new char[bytes.Length - start];
        var status = Utf8.ToUtf16(bytes[start..], characters, out var read, out var written, replaceInvalidSequences: false);
        if (status != OperationStatus.Done)
        {
            throw new SequenceDataException(FormattableString.Invariant(
                $"Text file '{name}' is not UTF-8: invalid byte 0x{bytes[start + read]:X2} at position {start + read}. Save the file as UTF-8."));
        }

        return new string(characters, 0, written).ReplaceLineEndings("\n");
    }
}
