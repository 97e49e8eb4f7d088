namespace MlNetRecurrent.Training;

/// <summary>Recognizes packed files by their first bytes, and unpacks them while they are read.</summary>
internal static class Unpacking
{
    private static readonly byte[] Gzip = [0x1F, 0x8B, 0x08];
    private static readonly byte[] Zip = [0x50, 0x4B, 0x03, 0x04];
    private static readonly byte[] EmptyZip = [0x50, 0x4B, 0x05, 0x06];

    /// <summary>Opens the contents of a file: those of a gzip file or a zip archive, otherwise the bytes themselves.</summary>
    /// <param name="bytes">The bytes, at their beginning. The stream can seek; it is disposed with the returned one.</param>
    /// <param name="name">The name of the file in messages.</param>
    /// <param name="entry">The name of the file to read in an archive; null for an archive with one file.</param>
    /// <exception cref="SequenceDataException">
    /// The archive does not have one file to read, or is damaged; or an entry is named, and the file is not an archive.
    /// </exception>
    public static Stream Open(Stream bytes, string name, string? entry)
    {
        try
        {
            Span<byte> head = stackalloc byte[Zip.Length];
            head = head[..bytes.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
            bytes.Position = 0;
            if (head.StartsWith(Zip) || head.StartsWith(EmptyZip))
                return ZipInput.Open(bytes, name, entry);
            if (entry is not null)
            {
                throw new SequenceDataException(
                    $"{name} is not a zip archive, so that it has no file '{entry}': leave the name out "
                    + "(TableReadOptions.Entry; on the command line, --table).");
            }

            return head.StartsWith(Gzip) ? new GzipInput(bytes, name) : bytes;
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }
}
