using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class DamagedParquetTests : IDisposable
{
    private const string Query =
        "SELECT i AS n, sin(i) AS y, CASE WHEN i % 3 > 0 THEN 'name ' || (i % 5) END AS s, TIMESTAMP '2020-01-01' + INTERVAL (i) HOUR AS t, "
        + "i % 2 = 0 AS b, (i / 4)::DECIMAL(38, 2) AS d, [i] AS l, {'a': i} AS x FROM range(200) AS t(i)";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("PAR1", "is a damaged Parquet file: it ends too early. Copy it or write it again.")]
    [InlineData("PAR1PAR1", "is a damaged Parquet file: it ends too early. Copy it or write it again.")]
    [InlineData("PAR1xxxxxxxxxxxxxxxx", "is a damaged Parquet file: it ends too early. Copy it or write it again.")]
    [InlineData("PAR1xxxxxxxxxxxxPARE", "uses a part of Parquet that cannot be read: encryption.")]
    [InlineData("PAR1xxxxxxxxxxxxPAR1", "is a damaged Parquet file: Its footer claims more bytes than there are. Copy it or write it again.")]
    [InlineData("PAR1\0\0\0\0PAR1", "is a damaged Parquet file: it ends too early. Copy it or write it again.")]
    public void Read_NotAFile_SaysSo(string bytes, string message)
    {
        var path = _folder.Write(bytes, "t.parquet");

        Assert.Equal($"{path} {message}", Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
    }

    [Fact]
    public void Read_EmptyFile_SaysSo()
    {
        var path = _folder.Write("", "t.parquet");

        Assert.Equal(
            $"{path} is empty: expected a header row with the column names.",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
    }

    [Fact]
    public void Read_CompressedFile_SaysToUnpackIt()
    {
        var path = _folder["t.parquet.gz"];
        using (var gzip = new GZipStream(File.Create(path), CompressionLevel.Fastest))
            gzip.Write(File.ReadAllBytes(DuckDbFile.Write(_folder["t.parquet"], Query)));

        Assert.Equal(
            $"{path} is a compressed file or an archive with a Parquet file, which is compressed already: unpack it first.",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
    }

    [Theory]
    [InlineData("COMPRESSION snappy", 1)]
    [InlineData("COMPRESSION zstd", 2)]
    [InlineData("COMPRESSION uncompressed", 3)]
    [InlineData("PARQUET_VERSION V2", 4)]
    [InlineData("COMPRESSION gzip", 5)]
    public void Read_FlippedBytes_ReadsOrSaysSo(string options, int seed)
    {
        var bytes = File.ReadAllBytes(DuckDbFile.Write(_folder["t.parquet"], Query, options));
        var random = new Random(seed);
        for (var round = 0; round < 300; round++)
        {
            var damaged = bytes.ToArray();
            for (var flip = random.Next(1, 5); flip > 0; flip--)
                damaged[random.Next(4, damaged.Length)] = (byte)random.Next(256);
            TryRead(damaged);
        }
    }

    [Fact]
    public void Read_FlippedFooter_ReadsOrSaysSo()
    {
        var bytes = File.ReadAllBytes(DuckDbFile.Write(_folder["t.parquet"], Query));
        var footer = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(^8));
        var random = new Random(7);
        for (var round = 0; round < 2000; round++)
        {
            var damaged = bytes.ToArray();
            for (var flip = random.Next(1, 4); flip > 0; flip--)
                damaged[^(9 + random.Next(footer))] ^= (byte)(1 << random.Next(8));
            TryRead(damaged);
        }
    }

    [Fact]
    public void Read_Truncated_SaysSo()
    {
        var bytes = File.ReadAllBytes(DuckDbFile.Write(_folder["t.parquet"], Query));
        for (var length = 4; length < bytes.Length; length += 37)
            Assert.False(TryRead(bytes[..length]));
    }

    [Fact]
    public void Read_FooterOfNestedStructures_DoesNotExhaustTheStack()
    {
        // A field of an unknown number that is a structure (0x1C), a million times.
        var path = _folder.Write(Wrap([.. Enumerable.Repeat((byte)0x1C, 1_000_000)]), "t.parquet");

        Assert.Equal(
            $"{path} is a damaged Parquet file: The metadata has a field of the wrong type. Copy it or write it again.",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
    }

    [Fact]
    public void Read_UnknownFieldOfNestedStructures_DoesNotExhaustTheStack()
    {
        // Field 15 of the footer, which the format does not define.
        var path = _folder.Write(Wrap([0xFC, .. Enumerable.Repeat((byte)0x1C, 1_000_000)]), "t.parquet");

        Assert.Equal(
            $"{path} is a damaged Parquet file: The metadata is nested too deeply. Copy it or write it again.",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
    }

    [Fact]
    public void Read_FooterWithAListOfBillions_AllocatesNothing()
    {
        // Field 2, the schema: a list of 2^31 - 1 structures.
        var path = _folder.Write(Wrap([0x15, 0x02, 0x19, 0xFC, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0x00]), "t.parquet");
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(
            $"{path} is a damaged Parquet file: The metadata has a list of more values than there are bytes. Copy it or write it again.",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(path).Columns).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static byte[] Wrap(byte[] footer)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        return [.. "PAR1"u8, .. footer, .. length, .. "PAR1"u8];
    }

    private bool TryRead(byte[] bytes)
    {
        try
        {
            var source = TableSource.FromFile(_folder.Write(bytes, "damaged.parquet"));
            foreach (var column in source.ReadSchema())
            {
                try
                {
                    source.Read(new Dictionary<string, ColumnKind> { [column.Name] = column.Kind });
                }
                catch (SequenceDataException exception)
                {
                    Assert.DoesNotContain('\n', exception.Message);
                }
            }

            return true;
        }
        catch (SequenceDataException exception)
        {
            Assert.DoesNotContain('\n', exception.Message);
            return false;
        }
    }
}
