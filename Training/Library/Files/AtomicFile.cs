namespace MlNetRecurrent.Training;

/// <summary>
/// Writes files atomically and durably: to a temporary file in the same folder, which is flushed to the disk and then renamed; the folder is flushed
/// too.
/// </summary>
/// <remarks>
/// <para>
/// At every moment the path holds the previous file or the new one, whole. When <see cref="Write"/> has returned, the new file stays after a power
/// loss, on file systems that honor <c>fsync</c>.
/// </para>
/// <para>
/// A link is followed to its target, which is replaced or created. The new file has the mode of the file that it replaces and, where the operating
/// system permits it, its owner; other hard links to the replaced file keep the previous contents. Access control lists are not kept.
/// </para>
/// <para>Only regular files are replaced, and only those that may be written to: never a device, a pipe, a socket or a folder.</para>
/// </remarks>
internal static class AtomicFile
{
    /// <summary>Writes a file, and creates its folder if necessary.</summary>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes) => TryWrite(path, bytes, () => true);

    /// <summary>Writes a file if a condition holds directly before the rename.</summary>
    /// <returns>Whether the condition held; otherwise nothing was written.</returns>
    /// <exception cref="IOException">The file cannot be written; an existing file is left unchanged.</exception>
    /// <exception cref="ArgumentException">The path is empty or white space.</exception>
    public static bool TryWrite(string path, ReadOnlySpan<byte> bytes, Func<bool> condition)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        try
        {
            var target = WriteTarget.Find(path);
            return WriteInFolder(target.Folder, target.IsPresent ? target.Path : null, bytes, partial =>
            {
                target.CheckUnchanged();
                if (!condition())
                    return false;
                partial.MoveTo(target.Path);
                return true;
            });
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    /// <summary>Writes a file whose path must be free: nothing is replaced, and no link is followed.</summary>
    /// <returns>Whether the file was written; false if the path is taken.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static bool TryWriteNew(string path, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return WriteInFolder(Path.GetDirectoryName(Path.GetFullPath(path))!, null, bytes, partial => partial.TryMoveToNew(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, exception);
        }
    }

    private static bool WriteInFolder(string folder, string? replaced, ReadOnlySpan<byte> bytes, Func<PartialFile, bool> publish)
    {
        DurableFolder.Create(folder);
        PartialFile.Sweep(folder);
        using (var partial = PartialFile.Create(folder, isPrivate: replaced is not null))
        {
            partial.Write(bytes);
            if (replaced is not null)
                FileOwnership.Copy(replaced, partial.Path);
            // A power loss after the renaming must not leave an empty file.
            partial.Flush();
            if (!publish(partial))
                return false;
        }

        DurableFolder.Flush(folder);
        return true;
    }

    private static IOException CannotWrite(string path, Exception exception) =>
        new($"File '{path}' cannot be written: {exception.Message}", exception);
}
