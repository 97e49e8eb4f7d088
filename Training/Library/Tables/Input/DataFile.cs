namespace MlNetRecurrent.Training;

/// <summary>Opens the files of tables.</summary>
internal static class DataFile
{
    private const int HeadLength = 256;

    /// <summary>Opens what a file contains, unpacked, at its beginning. The stream may not be able to seek.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, or cannot be read.</exception>
    public static Stream Open(InputFile file)
    {
        try
        {
            return file.Open();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SequenceDataException($"Data file '{file.Name}' does not exist: check the path.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SequenceDataException($"Data file '{file.Name}' cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>Reads the first bytes of what a file contains, which mark its format.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, or cannot be read.</exception>
    public static byte[] ReadHead(InputFile file)
    {
        using var stream = Open(file);
        var head = new byte[HeadLength];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }
}
