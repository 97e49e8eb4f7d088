using System.IO.Compression;

namespace MlNetRecurrent;

/// <summary>The entries of a saved pipeline, read under bounds before ML.NET sees the file.</summary>
internal sealed class PipelineArchive
{
    private const int MaxEntries = 100_000;
    private const int MaxNameLength = 1_024;
    private const int MaxDepth = 64;

    // Like ML.NET's, the lookup is exact; names that differ only in case would be one entry to it.
    private readonly Dictionary<string, byte[]> _entries = new(StringComparer.OrdinalIgnoreCase);

    private PipelineArchive()
    {
    }

    /// <summary>The names of the entries, with <c>/</c> between folders.</summary>
    public IEnumerable<string> Names => _entries.Keys;

    /// <summary>Reads every entry of a zip file.</summary>
    /// <param name="stream">The zip file; a stream that can seek.</param>
    /// <param name="budget">Bounds the size of the contents.</param>
    /// <exception cref="InvalidDataException">The file is not a zip file, is damaged, or exceeds a bound.</exception>
    public static PipelineArchive Read(Stream stream, ContentBudget budget)
    {
        using var archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        if (archive.Entries.Count > MaxEntries)
            throw new InvalidDataException($"it has {archive.Entries.Count:N0} entries, expected at most {MaxEntries:N0}.");

        // The sizes in the directory are checked before anything is decompressed.
        foreach (var entry in archive.Entries)
        {
            if (entry.CompressedLength > stream.Length || entry.Length > Inflation.GetMaxSize(entry.CompressedLength))
                throw new InvalidDataException($"entry {Quote(entry.FullName)} cannot have {entry.Length:N0} bytes.");
            budget.Take(entry.Length);
        }

        var pipeline = new PipelineArchive();
        foreach (var entry in archive.Entries)
            pipeline.Add(entry);
        return pipeline;
    }

    /// <summary>Returns the contents of an entry, or null if there is none of this name.</summary>
    public byte[]? Find(string name) => _entries.GetValueOrDefault(name);

    /// <summary>Writes the entries to a new zip file, without compression.</summary>
    /// <param name="isLeftOut">Whether an entry is left out.</param>
    /// <param name="replacements">Contents that take the place of those of entries.</param>
    public MemoryStream Rewrite(Func<string, bool> isLeftOut, IReadOnlyDictionary<string, byte[]> replacements)
    {
        var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, contents) in _entries.Where(entry => !isLeftOut(entry.Key)))
            {
                using var entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
                entry.Write(replacements.GetValueOrDefault(name, contents));
            }
        }

        stream.Position = 0;
        return stream;
    }

    /// <summary>Quotes the beginning of a name for a message, without control characters.</summary>
    public static string Quote(string name) =>
        $"'{string.Concat(name.Take(100).Select(letter => char.IsControl(letter) ? '?' : letter))}'";

    private void Add(ZipArchiveEntry entry)
    {
        // Zip files written on Windows use either kind of slash.
        var name = entry.FullName.Replace('\\', '/');
        var parts = name.Split('/');
        if (entry.Length == 0 && parts[^1].Length == 0)
            return;
        if (name.Length > MaxNameLength || parts.Length > MaxDepth || name.Any(char.IsControl) || parts.Any(part => part is "" or "." or ".."))
            throw new InvalidDataException($"entry {Quote(name)} has an invalid name.");
        if (!_entries.TryAdd(name, ReadContents(entry)))
            throw new InvalidDataException($"entry {Quote(name)} is defined more than once.");
    }

    private static byte[] ReadContents(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        var bytes = new byte[entry.Length];
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || stream.ReadByte() >= 0)
            throw new InvalidDataException($"entry {Quote(entry.FullName)} does not have the {entry.Length:N0} bytes that the directory states.");
        return Crc32.Compute(bytes) == entry.Crc32
            ? bytes
            : throw new InvalidDataException($"entry {Quote(entry.FullName)} does not have the checksum that the directory states.");
    }
}
