using System.IO.Compression;

namespace MlNetRecurrent.Training;

/// <summary>The contents of one file of a zip archive. Names in the archive are only compared and shown; they never become paths.</summary>
internal sealed class ZipInput : UnpackedStream
{
    private static readonly string[] TableExtensions = [".csv", ".tsv", ".tab", ".jsonl", ".ndjson"];

    private readonly long _length;
    private readonly uint _expectedChecksum;
    private uint _checksum;

    private ZipInput(ZipArchiveEntry entry, Stream contents, Stream packed, string name)
        : base(contents, packed, name) => (_length, _expectedChecksum) = (entry.Length, entry.Crc32);

    /// <summary>Opens a file in an archive.</summary>
    /// <param name="packed">The bytes of the archive. The stream can seek; it is disposed with the returned one.</param>
    /// <param name="name">The name of the archive in messages.</param>
    /// <param name="entry">The name of the file; null if the archive has one file.</param>
    /// <exception cref="SequenceDataException">There is not exactly one such file, or it is encrypted or damaged.</exception>
    public static Stream Open(Stream packed, string name, string? entry)
    {
        try
        {
            var archive = new ZipArchive(packed, ZipArchiveMode.Read, leaveOpen: true);
            var file = Find([.. archive.Entries.Where(IsFile)], name, entry);
            var shown = MessageText.Escape(file.FullName);
            if (file.IsEncrypted)
                throw new SequenceDataException($"{name}: the file '{shown}' in the archive is encrypted: unpack it with its password first.");
            return new ZipInput(file, file.Open(), packed, $"{name}: the file '{shown}' in the archive");
        }
        catch (InvalidDataException exception)
        {
            throw new SequenceDataException(
                $"{name} is a zip archive that cannot be unpacked: it is damaged, incomplete, or packed with an unusual method. "
                + "Get the file again, or unpack it first.",
                exception);
        }
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        var count = buffer.IsEmpty ? 0 : Unpack(buffer);
        _checksum = Crc32.Append(_checksum, buffer[..count]);
        if (Unpacked > _length || (count == 0 && !buffer.IsEmpty && (Unpacked != _length || _checksum != _expectedChecksum)))
            throw Damaged();
        return count;
    }

    // Not folders, and not what file managers add.
    private static bool IsFile(ZipArchiveEntry entry) =>
        entry.Name.Length > 0 && entry.Name[0] != '.' && !entry.FullName.StartsWith("__MACOSX/", StringComparison.Ordinal);

    private static ZipArchiveEntry Find(List<ZipArchiveEntry> files, string name, string? entry)
    {
        if (files.Exists(file => file.FullName is "[Content_Types].xml" or "mimetype"))
            throw new SequenceDataException($"{name} is a spreadsheet (.xlsx, .ods) or another document: export its data as CSV, encoded as UTF-8.");
        if (entry is not null)
        {
            return files.Find(file => file.FullName == entry) ?? throw new SequenceDataException(
                $"{name} is a zip archive without a file '{entry}': {Describe(files)}.");
        }

        var tables = files.FindAll(file => TableExtensions.Contains(Path.GetExtension(file.Name), StringComparer.OrdinalIgnoreCase));
        if (files.Count == 1 || tables.Count == 1)
            return files.Count == 1 ? files[0] : tables[0];
        throw new SequenceDataException(files.Count == 0
            ? $"{name} is a zip archive without files: expected one that contains a table."
            : $"{name} is a zip archive in which {Describe(files)}: name the one to read (TableReadOptions.Entry; on the command line, --table).");
    }

    private static string Describe(List<ZipArchiveEntry> files) => files.Count == 0
        ? "it has no files"
        : $"the files are {NameList.Join([.. files.Select(file => MessageText.Escape(file.FullName))])}";
}
