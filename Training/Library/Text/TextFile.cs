namespace MlNetRecurrent.Training;

/// <summary>
/// Reads text files: UTF-8, with or without a byte order mark, or UTF-16 or UTF-32 with one. All line endings become \n.
/// </summary>
internal static class TextFile
{
    // A string holds at most about 2^30 characters, and replacing line endings copies it.
    private const long MaxBytes = 1 << 29;

    /// <summary>Reads a file, or a pipe.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, cannot be read, or is not UTF-8; the message states the position.</exception>
    public static string Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new InputFile(path);
        try
        {
            using var stream = file.Open();
            return Read(stream, file.Name);
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
    /// <exception cref="SequenceDataException">The bytes are not UTF-8.</exception>
    public static string Read(Stream stream, string name)
    {
        if (stream.Length > MaxBytes)
        {
            throw new SequenceDataException(FormattableString.Invariant(
                $"Text file '{name}' has more than {MaxBytes:N0} bytes, the maximum for a text: split it."));
        }

        using var reader = new CheckedTextReader(stream, name, isCsv: false);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
