using System.IO.Compression;
using System.Text;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Tables in zip archives.</summary>
public sealed class ZipTests
{
    private const string Text = "t,y\n1,2\n2,3\n";

    [Fact]
    public void Open_OneFile_ReadsIt() => Assert.Equal(Text, Read(PackedFiles.Zip(("data/any name", Text))));

    [Fact]
    public void Open_OneByteAtATime_IsTheSame() =>
        Assert.Equal(Text, ReadToEnd(Unpacking.Open(new DrippingStream(PackedFiles.Zip(("a", Text))), "f.zip", null)));

    [Fact]
    public void Open_FilesOfFileManagersAndFolders_AreIgnored() => Assert.Equal(
        Text, Read(PackedFiles.Zip(("data/", ""), ("data/a.txt", Text), ("__MACOSX/data/._a.txt", "x"), ("data/.DS_Store", "x"))));

    [Fact]
    public void Open_OneTableAmongOtherFiles_ReadsIt() =>
        Assert.Equal(Text, Read(PackedFiles.Zip(("README.txt", "x"), ("a.CSV", Text), ("b.png", "x"))));

    [Theory]
    [InlineData("b.csv", "b")]
    [InlineData("x/a.csv", "a")]
    [InlineData("notes", "n")]
    public void Open_NamedFile_ReadsIt(string entry, string text) =>
        Assert.Equal(text, Read(PackedFiles.Zip(("x/a.csv", "a"), ("b.csv", "b"), ("notes", "n")), entry));

    [Fact]
    public void Open_TwoTables_ListsThem() => Assert.Equal(
        "f.zip is a zip archive in which the files are x/a.csv, b.csv, notes.txt: name the one to read "
            + "(TableReadOptions.Entry; on the command line, --table).",
        GetError(PackedFiles.Zip(("x/a.csv", Text), ("b.csv", Text), ("notes.txt", "x"))));

    [Fact]
    public void Open_UnknownName_ListsTheFiles() => Assert.Equal(
        "f.zip is a zip archive without a file 'c.csv': the files are a.csv, b.csv.",
        GetError(PackedFiles.Zip(("a.csv", Text), ("b.csv", Text)), "c.csv"));

    [Fact]
    public void Open_NameForAnotherFormat_IsRefused() => Assert.Equal(
        "f.zip is not a zip archive, so that it has no file 'a.csv': leave the name out (TableReadOptions.Entry; on the command line, --table).",
        GetError(Encoding.UTF8.GetBytes(Text), "a.csv"));

    [Fact]
    public void Open_NoFile_IsRefused() => Assert.Equal(
        "f.zip is a zip archive without files: expected one that contains a table.", GetError(PackedFiles.Zip()));

    [Theory]
    [InlineData("[Content_Types].xml", "xl/workbook.xml")]
    [InlineData("mimetype", "content.xml")]
    public void Open_Spreadsheet_SaysHowToExport(string first, string second) => Assert.Equal(
        "f.zip is a spreadsheet (.xlsx, .ods) or another document: export its data as CSV, encoded as UTF-8.",
        GetError(PackedFiles.Zip((first, "x"), (second, "x"))));

    [Fact]
    public void Open_HostileNames_AreShownSafelyAndNeverPaths()
    {
        var archive = PackedFiles.Zip(("../../etc/passwd", Text), ("/etc/shadow\u001b[2J", Text));

        Assert.Equal(
            "f.zip is a zip archive in which the files are ../../etc/passwd, /etc/shadow\\u001b[2J: name the one to read "
                + "(TableReadOptions.Entry; on the command line, --table).",
            GetError(archive));
        Assert.Equal(Text, Read(archive, "../../etc/passwd"));
    }

    [Fact]
    public void Open_Encrypted_IsRefused()
    {
        var archive = PackedFiles.Zip(("a.csv", Text));
        // Bit 0 of the flags, in the local and in the central header.
        archive[6] |= 1;
        archive[archive.AsSpan().IndexOf("PK\u0001\u0002"u8) + 8] |= 1;

        Assert.Equal("f.zip: the file 'a.csv' in the archive is encrypted: unpack it with its password first.", GetError(archive));
    }

    [Fact]
    public void Open_CutOffAnywhere_IsRefused()
    {
        var archive = PackedFiles.Zip(("a.csv", Text));

        for (var length = 4; length < archive.Length; length++)
        {
            Assert.Equal(
                "f.zip is a zip archive that cannot be unpacked: it is damaged, incomplete, or packed with an unusual method. "
                    + "Get the file again, or unpack it first.",
                GetError(archive[..length]));
        }
    }

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Open_AnyFlippedBit_IsRefusedOrHarmless(CompressionLevel level)
    {
        var archive = PackedFiles.Zip(level, ("a.csv", Text));
        for (var bit = 32; bit < 8 * archive.Length; bit++)
        {
            var flipped = archive.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));

            if (Record.Exception(() => Assert.Equal(Text, Read(flipped))) is { } exception)
                Assert.StartsWith("f.zip", Assert.IsType<SequenceDataException>(exception).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Open_WrongSizeInTheDirectory_IsRefused()
    {
        var archive = PackedFiles.Zip(("a.csv", Text));
        archive[archive.AsSpan().IndexOf("PK\u0001\u0002"u8) + 24]--;

        Assert.Equal(
            "f.zip: the file 'a.csv' in the archive cannot be unpacked: it is damaged or incomplete. Get the file again.", GetError(archive));
    }

    private static string GetError(byte[] archive, string? entry = null) =>
        Assert.Throws<SequenceDataException>(() => Read(archive, entry)).Message;

    private static string Read(byte[] archive, string? entry = null) =>
        ReadToEnd(Unpacking.Open(new MemoryStream(archive), "f.zip", entry));

    private static string ReadToEnd(Stream stream)
    {
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
