using System.Buffers.Binary;
using Parquet.Meta;

namespace MlNetRecurrent.Training;

/// <summary>
/// Checks what a Parquet file claims of itself before Parquet.Net allocates memory for it: the types, lengths and nesting of its metadata, the sizes
/// of its pages, and the numbers of its rows.
/// </summary>
internal static class ParquetGuard
{
    // Larger than any page that writers make: most of them aim for 1 MiB, DuckDB for 100 MB.
    private const int MaxPageBytes = 1 << 29;

    // The most rows that Apache Arrow writes into a row group.
    private const long MaxRowsOfGroup = 1 << 26;

    // Runs of one value take a few bytes however long they are. A file with more rows than these has at least a column that is not one run.
    private const long RowsOfAnyFile = 1 << 22;
    private const long MaxRowsPerByte = 1024;

    private const int MaxFooterBytes = 1 << 28;
    private const int MaxSchemaDepth = 100;
    private const int TailLength = 8;

    // Page headers have some 50 bytes, and more where they contain the least and the greatest text of the page.
    private static readonly int[] HeaderLengths = [1 << 11, 1 << 20];

    /// <summary>Checks the footer of a file, and leaves the stream at its beginning.</summary>
    /// <exception cref="InvalidDataException">The footer is invalid.</exception>
    public static void CheckFooter(Stream stream)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        if (stream.Length < ParquetTableReader.Start.Length + TailLength)
            throw new EndOfStreamException();
        stream.ReadExactly(tail);
        if (!tail.StartsWith(ParquetTableReader.Start))
            throw new InvalidDataException("It does not start with PAR1.");
        stream.Position = stream.Length - TailLength;
        stream.ReadExactly(tail);
        if (tail[4..].SequenceEqual("PARE"u8))
            throw new NotSupportedException("encryption");
        if (!tail[4..].SequenceEqual(ParquetTableReader.Start))
            throw new EndOfStreamException();
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail);
        if (length < 0 || length > MaxFooterBytes || length > stream.Length - TailLength - ParquetTableReader.Start.Length)
            throw new InvalidDataException("Its footer claims more bytes than there are.");
        var footer = new byte[length];
        stream.Position = stream.Length - TailLength - length;
        stream.ReadExactly(footer);
        var tree = new SchemaTree();
        new ThriftWalk(footer, tree.Add).Walk(ParquetStructures.Footer);
        stream.Position = 0;
    }

    /// <summary>Checks the number of rows of a row group.</summary>
    /// <exception cref="InvalidDataException">The number is negative, or too large for the file.</exception>
    /// <exception cref="NotSupportedException">There are more rows than are read at once.</exception>
    public static int CheckRows(RowGroup group, long fileLength)
    {
        if (group.NumRows < 0 || (group.NumRows > RowsOfAnyFile && group.NumRows / MaxRowsPerByte > fileLength))
            throw new InvalidDataException("It claims more rows than it has bytes for.");
        if (group.NumRows > MaxRowsOfGroup)
            throw new NotSupportedException(FormattableString.Invariant($"a row group of more than {MaxRowsOfGroup:N0} rows"));
        return (int)group.NumRows;
    }

    /// <summary>Checks the pages of a column in a row group.</summary>
    /// <param name="stream">The file. Its position is changed.</param>
    /// <param name="chunk">The column in the row group.</param>
    /// <param name="rows">The number of rows of the row group.</param>
    /// <exception cref="InvalidDataException">A page is outside of the file, or the pages do not have a value for each row.</exception>
    /// <exception cref="NotSupportedException">The pages are encrypted, in another file, or larger than any writer makes them.</exception>
    public static void CheckPages(Stream stream, ColumnChunk chunk, int rows)
    {
        if (chunk.FilePath is not null || chunk.CryptoMetadata is not null)
            throw new NotSupportedException(chunk.FilePath is not null ? "values in another file" : "encryption");
        if (chunk.MetaData is not { } column || column.NumValues != rows)
            throw new InvalidDataException("A column does not have a value for each row.");
        var position = column.DictionaryPageOffset is > 0 and var dictionary ? Math.Min(dictionary, column.DataPageOffset) : column.DataPageOffset;
        var values = 0L;
        while (values < rows)
        {
            var (length, header) = ReadHeader(stream, position);
            position += length + header.CompressedBytes;
            if (header.CompressedBytes < 0 || position > stream.Length)
                throw new EndOfStreamException();
            if (header.Bytes is < 0 or > MaxPageBytes)
                throw new NotSupportedException(FormattableString.Invariant($"a page of more than {MaxPageBytes:N0} bytes"));
            if (header.Values < 0 || header.Values > rows - values || header.DictionaryValues < 0 || header.DictionaryValues > header.Bytes)
                throw new InvalidDataException("A page has more values than rows.");
            values += header.Values;
        }
    }

    private static (int Length, PageClaims Claims) ReadHeader(Stream stream, long position)
    {
        if (position < ParquetTableReader.Start.Length || position >= stream.Length)
            throw new InvalidDataException("A page is outside of the file.");
        foreach (var length in HeaderLengths)
        {
            var bytes = new byte[Math.Min(length, stream.Length - position)];
            stream.Position = position;
            stream.ReadExactly(bytes);
            var claims = new PageClaims();
            try
            {
                return (new ThriftWalk(bytes, claims.Add).Walk(ParquetStructures.PageHeader), claims);
            }
            catch (EndOfStreamException) when (bytes.Length == length && length != HeaderLengths[^1])
            {
                // The header is longer.
            }
        }

        throw new EndOfStreamException();
    }

    /// <summary>The sizes in a page header.</summary>
    private sealed class PageClaims
    {
        public long Bytes { get; private set; }

        public long CompressedBytes { get; private set; }

        public long Values { get; private set; }

        public long DictionaryValues { get; private set; }

        public void Add(string structure, int field, long value)
        {
            switch (structure, field)
            {
                case (ParquetStructures.PageHeader, 2):
                    Bytes = value;
                    break;
                case (ParquetStructures.PageHeader, 3):
                    CompressedBytes = value;
                    break;
                case (ParquetStructures.DataPage or ParquetStructures.DataPageV2, 1):
                    Values = value;
                    break;
                case (ParquetStructures.DictionaryPage, 1):
                    DictionaryValues = value;
                    break;
            }
        }
    }

    /// <summary>Checks the depth of the schema: its elements are listed in preorder, with the numbers of their children.</summary>
    private sealed class SchemaTree
    {
        private readonly Stack<long> _open = new();
        private long _children;

        public void Add(string structure, int field, long value)
        {
            if (structure != ParquetStructures.SchemaElement)
                return;
            if (field == 5)
                _children = value;
            if (field != 0)
                return;
            while (_open.TryPop(out var left))
            {
                if (left > 0)
                {
                    _open.Push(left - 1);
                    break;
                }
            }

            _open.Push(_children);
            _children = 0;
            if (_open.Count > MaxSchemaDepth)
                throw new InvalidDataException("Its columns are nested too deeply.");
        }
    }
}
