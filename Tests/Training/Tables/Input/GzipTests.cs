using System.IO.Compression;
using System.Text;
using FsCheck.Xunit;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Tables in gzip files.</summary>
public sealed class GzipTests : IDisposable
{
    private const string Damaged = "f.csv cannot be unpacked: it is damaged or incomplete. Get the file again.";

    private static readonly string Text = "t,y\n" + string.Concat(Enumerable.Range(1, 50).Select(row => $"{row},{row * row % 17}.5\n"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Property]
    public bool Read_Members_AreJoined(string[] texts) => Read([.. texts.SelectMany(text => PackedFiles.Gzip(text ?? ""))])
        == (texts.Length == 0 ? "" : string.Concat(texts.Select(text => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")))));

    [Fact]
    public void Read_OneByteAtATime_IsTheSame()
    {
        byte[] packed = [.. PackedFiles.Gzip(Text), .. PackedFiles.Gzip(""), .. PackedFiles.Gzip(Text)];

        Assert.Equal(Text + Text, ReadToEnd(new GzipInput(new DrippingStream(packed), "f.csv")));
    }

    [Fact]
    public void Table_AnyFileName_IsRecognizedByItsBytes()
    {
        File.WriteAllBytes(_folder["data.csv"], PackedFiles.Gzip(Text));
        var table = TableSource.FromFile(_folder["data.csv"]);

        Assert.Equal(["t", "y"], table.Columns);
        Assert.Equal(50, table.Read(new Dictionary<string, ColumnKind> { ["y"] = ColumnKind.Number }).Rows);
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Read_CutOffAnywhere_IsRefused(CompressionLevel level)
    {
        var packed = PackedFiles.Gzip(Encoding.UTF8.GetBytes(Text), level);

        for (var length = 3; length < packed.Length; length++)
            Assert.Equal(Damaged, Assert.Throws<SequenceDataException>(() => Read(packed[..length])).Message);
    }

    [Fact]
    public void Read_AnyFlippedBit_IsRefusedOrHarmless()
    {
        var packed = PackedFiles.Gzip(Text);
        for (var bit = 24; bit < 8 * packed.Length; bit++)
        {
            var flipped = packed.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            if (Record.Exception(() => Assert.Equal(Text, Read(flipped))) is { } exception)
                Assert.Equal(Damaged, Assert.IsType<SequenceDataException>(exception).Message);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(600)]
    public void Read_OtherBytesAfterTheEnd_IsRefused(int zeros) => Assert.Equal(
        Damaged, Assert.Throws<SequenceDataException>(() => Read([.. PackedFiles.Gzip(Text), .. new byte[zeros], 7])).Message);

    [Fact]
    public void Read_Bomb_IsRefused()
    {
        var zeros = new byte[1 << 24];
        zeros.AsSpan().Fill((byte)'0');
        var member = PackedFiles.Gzip(zeros);
        using var input = new GzipInput(new MemoryStream([.. Enumerable.Repeat(member, 20).SelectMany(bytes => bytes)]), "f.csv");

        var exception = Assert.Throws<SequenceDataException>(() => input.CopyTo(Stream.Null));

        Assert.Equal(
            "f.csv expands to more than 200 times its size, which no ordinary table does: unpack it first if it is to be read.", exception.Message);
    }

    [Fact]
    public void Table_InvalidBytes_AreExplainedAsInAPlainFile()
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(Text), .. Encoding.Latin1.GetBytes("51,M\u00FCnchen\n")];
        File.WriteAllBytes(_folder["a.csv"], bytes);
        File.WriteAllBytes(_folder["b.csv"], PackedFiles.Gzip(bytes));

        var (plain, packed) = (GetError("a.csv"), GetError("b.csv"));

        Assert.Contains("line 52, column 'y' (character 5 of the line", plain, StringComparison.Ordinal);
        Assert.Equal(
            plain.Replace("a.csv", "b.csv", StringComparison.Ordinal).Replace("a-utf8.csv", "b-utf8.csv", StringComparison.Ordinal), packed);

        string GetError(string name) => Assert.Throws<SequenceDataException>(
            () => TableSource.FromFile(_folder[name]).Read(new Dictionary<string, ColumnKind> { ["y"] = ColumnKind.Text })).Message;
    }

    [Fact]
    public void Table_PackedTwice_NamesTheFormat()
    {
        File.WriteAllBytes(_folder["a.gz"], PackedFiles.Gzip(PackedFiles.Gzip(Text)));

        Assert.EndsWith(
            "The file is compressed with gzip: unpack it first (gunzip).",
            Assert.Throws<SequenceDataException>(() => TableSource.FromFile(_folder["a.gz"]).Columns).Message);
    }

    private static string Read(byte[] packed) => packed.Length == 0 ? "" : ReadToEnd(new GzipInput(new MemoryStream(packed), "f.csv"));

    private static string ReadToEnd(Stream stream)
    {
        using var bytes = new MemoryStream();
        using (stream)
            stream.CopyTo(bytes);
        return Encoding.UTF8.GetString(bytes.ToArray());
    }
}
