using System.Text;

namespace MlNetRecurrent.Training;

/// <summary>
/// Reads text files: UTF-8, with or without a byte order mark, or UTF-16 or UTF-32 with one. All line endings become \n.
/// </summary>
internal static class TextFile
{
    // A string holds at most about 2^30 characters, and replacing line endings copies it.
    private const long MaxBytes = 1 << 29;
    private const int BufferSize = 1 << 16;

    /// <summary>Reads a file, or a pipe.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, cannot be read, or is not UTF-8; the message states the position.</exception>
    public static string Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new InputFile(path);
        try
        {
            return Read(file.Open, file.Name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SequenceDataException($"Text file '{path}' does not exist: check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new SequenceDataException($"Text file '{file.Name}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Decodes the bytes of a text file.</summary>
    /// <param name="open">Opens the bytes at their beginning.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <exception cref="SequenceDataException">The bytes are not UTF-8.</exception>
    public static string Read(Func<Stream> open, string name)
    {
        using (var stream = open())
        {
            if (stream.CanSeek && stream.Length > MaxBytes)
                throw TooLong(name);
        }

        using var reader = new CheckedTextReader(open, name, isCsv: false);
        var text = new StringBuilder();
        var buffer = new char[BufferSize];
        while (reader.Read(buffer) is > 0 and var count)
        {
            // The number of bytes of a packed file is not known in advance; a character has at least one.
            if (text.Length + count > MaxBytes)
                throw TooLong(name);
            text.Append(buffer, 0, count);
        }

        return text.ToString().ReplaceLineEndings("\n");
    }

    private static SequenceDataException TooLong(string name) => new(FormattableString.Invariant(
        $"Text file '{name}' has more than {MaxBytes:N0} bytes, the maximum for a text: split it."));
}
