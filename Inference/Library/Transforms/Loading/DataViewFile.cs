using System.Buffers.Binary;

namespace MlNetRecurrent;

/// <summary>
/// Checks a file in the binary format of ML.NET's data views (IDV), such as the schema of a saved pipeline. ML.NET's reader never returns from some
/// damaged lengths, and reserves memory for others, so every position, count and length is checked before.
/// </summary>
/// <remarks>
/// The header has 256 bytes and points to the table of contents: for each column a name, a codec, the compression of its blocks, and the positions of
/// a table of blocks and of a table of annotations.
/// </remarks>
internal static class DataViewFile
{
    private const ulong Signature = 0x00425644004C4D43;
    private const ulong TailSignature = 0x434D4C0044564200;
    private const int HeaderSize = 256;
    private const int MinColumnSize = 20;
    private const int BlockEntrySize = 16;
    private const byte NotCompressed = 0;
    private const byte Deflated = 1;

    /// <summary>Whether bytes are a file in this format.</summary>
    public static bool IsDataView(ReadOnlySpan<byte> bytes) =>
        bytes.Length >= sizeof(ulong) && BinaryPrimitives.ReadUInt64LittleEndian(bytes) == Signature;

    /// <summary>Checks a file.</summary>
    /// <param name="bytes">The contents of the file.</param>
    /// <param name="budget">Bounds the size of decompressed annotations and blocks.</param>
    /// <returns>The number of rows.</returns>
    /// <exception cref="InvalidDataException">The file is damaged, or exceeds the budget.</exception>
    public static long Check(ReadOnlySpan<byte> bytes, ContentBudget budget)
    {
        if (!IsDataView(bytes))
            throw new InvalidDataException("it is not a data view in ML.NET's binary format.");
        var header = new BoundedReader(bytes);
        _ = header.ReadBytes(24);
        var (contents, tail, rows, columns) = (header.ReadInt64(), header.ReadInt64(), header.ReadInt64(), header.ReadInt32());
        if (tail < HeaderSize || tail > bytes.Length - sizeof(ulong) || BinaryPrimitives.ReadUInt64LittleEndian(bytes[(int)tail..]) != TailSignature)
            throw new InvalidDataException("its end is not where the header states.");
        if (rows < 0 || columns < 0 || (columns > 0 && (contents < HeaderSize || contents > tail)) || columns > tail / MinColumnSize)
            throw new InvalidDataException($"it cannot have {rows:N0} rows and {columns:N0} columns at {contents:N0}.");
        var file = bytes[..(int)tail];
        var reader = new BoundedReader(columns > 0 ? file[(int)contents..] : []);
        for (var column = 0; column < columns; column++)
            CheckColumn(ref reader, file, rows, budget);
        return rows;
    }

    private static void CheckColumn(ref BoundedReader reader, ReadOnlySpan<byte> file, long rows, ContentBudget budget)
    {
        _ = reader.ReadString();
        _ = DataViewCodec.Read(ref reader);
        _ = reader.ReadByte();
        var (rowsPerBlock, blocks, annotations) = (reader.ReadLeb128(), reader.ReadInt64(), reader.ReadInt64());
        if (rowsPerBlock > int.MaxValue || (rowsPerBlock == 0 && rows > 0))
            throw new InvalidDataException($"it has a block of {rowsPerBlock:N0} rows.");
        if (rows > 0)
            CheckBlocks(file, blocks, ((rows - 1) / rowsPerBlock) + 1, budget);
        if (annotations == 0)
            return;
        if (annotations < HeaderSize || annotations > file.Length)
            throw new InvalidDataException($"it has annotations at {annotations:N0}.");
        CheckAnnotations(file, (int)annotations, budget);
    }

    private static void CheckBlocks(ReadOnlySpan<byte> file, long start, long count, ContentBudget budget)
    {
        if (start < HeaderSize || start > file.Length || count > (file.Length - start) / BlockEntrySize)
            throw new InvalidDataException($"it has {count:N0} blocks at {start:N0}.");
        var reader = new BoundedReader(file[(int)start..]);
        for (var block = 0L; block < count; block++)
        {
            var (offset, compressed, size) = (reader.ReadInt64(), reader.ReadInt32(), reader.ReadInt32());
            if (compressed < 0 || size < 0 || offset < HeaderSize || offset > file.Length - compressed || size > Inflation.GetMaxSize(compressed))
                throw new InvalidDataException($"it has a block of {compressed:N0} bytes at {offset:N0}, {size:N0} when decompressed.");
            budget.Take(size);
        }
    }

    private static void CheckAnnotations(ReadOnlySpan<byte> file, int start, ContentBudget budget)
    {
        var reader = new BoundedReader(file[start..]);
        var count = reader.ReadLeb128();
        if (count < 1 || count > reader.Remaining)
            throw new InvalidDataException($"it has a column with {count:N0} annotations.");
        for (var annotation = 0L; annotation < count; annotation++)
        {
            _ = reader.ReadString();
            var codec = DataViewCodec.Read(ref reader);
            var compression = reader.ReadByte();
            var (offset, size) = (reader.ReadInt64(), reader.ReadLeb128());
            if (offset < HeaderSize || size < 1 || offset > file.Length - size)
                throw new InvalidDataException($"it has an annotation of {size:N0} bytes at {offset:N0}.");
            if (codec is null || compression > Deflated)
                continue;
            var value = file.Slice((int)offset, (int)size);
            codec.CheckValue(compression == NotCompressed ? value : Inflation.Decompress(value, budget));
        }
    }
}
