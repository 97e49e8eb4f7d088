namespace MlNetRecurrent.Training;

/// <summary>Writes files atomically: to a temporary file in the same folder, which is then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file, and creates its folder if necessary.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => TryWrite(path, bytes, () => true);

    /// <summary>Writes a file if a condition holds directly before the rename.</summary>
    /// <returns>Whether the condition held; otherwise nothing was written.</returns>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    public static bool TryWrite(string path, ReadOnlySpan<byte> bytes, Func<bool> condition)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        // Not derived from the name of the file, which may already have the maximum length.
        var temporary = Path.Combine(folder, $".{Guid.NewGuid():N}.partial");
        try
        {
            Directory.CreateDirectory(folder);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                stream.Write(bytes);
                // A power failure after the rename must not leave an empty file.
                stream.Flush(flushToDisk: true);
            }

            if (!condition())
            {
                TryDelete(temporary);
                return false;
            }

            File.Move(temporary, path, overwrite: true);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            throw new IOException($"File '{path}' cannot be written: {exception.Message}", exception);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The error of the write is the one to report.
        }
    }
}
