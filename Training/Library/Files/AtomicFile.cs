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
            DurableFolder.Create(target.Folder);
            PartialFile.Sweep(target.Folder);
            using (var partial = PartialFile.Create(target.Folder, target.IsPresent))
            {
                partial.Write(bytes);
                if (target.IsPresent)
                    FileOwnership.Copy(target.Path, partial.Path);
                // A power loss after the renaming must not leave an empty file.
                partial.Flush();
                target.CheckUnchanged();
                if (!condition())
                    return false;
                partial.MoveTo(target.Path);
            }

            DurableFolder.Flush(target.Folder);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"File '{path}' cannot be written: {exception.Message}", exception);
        }
    }
}
