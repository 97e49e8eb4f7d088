namespace MlNetRecurrent.Training;

/// <summary>Opens the files of tables.</summary>
internal static class DataFile
{
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

    /// <summary>Whether a file starts with the bytes that mark a format.</summary>
    /// <exception cref="SequenceDataException">The file does not exist, or cannot be read.</exception>
    public static bool StartsWith(InputFile file, ReadOnlySpan<byte> start)
    {
        using var stream = Open(file);
        Span<byte> head = stackalloc byte[start.Length];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual(start);
    }
}
