using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TextFileTests
{
    [Theory]
    [InlineData(new byte[] { 0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x63, 0x0A }, "a\nb\nc\n")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0xC3, 0xBC }, "\u00fc")]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }, "\uD83D\uDE00")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, "a")]
    [InlineData(new byte[] { }, "")]
    public void Read_Utf8_IsTheTextWithPlainLineEnds(byte[] bytes, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["t.txt"], bytes);

        Assert.Equal(expected, TextFile.Read(folder["t.txt"]));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x62, 0xFC, 0x63 }, 1, 3, 3, "the byte 0xFC")]
    [InlineData(new byte[] { 0x61, 0x0D, 0x0A, 0x61, 0x20, 0x62, 0xFC, 0x63 }, 2, 4, 7, "the byte 0xFC")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0xC3 }, 1, 2, 5, "the file ends within a character")]
    [InlineData(new byte[] { 0x61, 0xED, 0xA0, 0x80 }, 1, 2, 2, "the byte 0xED")]
    public void Read_InvalidUtf8_NamesTheByte(byte[] bytes, int line, int character, int position, string found)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["t.txt"], bytes);

        Assert.StartsWith(
            $"{folder["t.txt"]} is not UTF-8: line {line}, column {character} (byte {position} of the file): {found}. ",
            Assert.Throws<SequenceDataException>(() => TextFile.Read(folder["t.txt"])).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_Throws() => Assert.Equal(
        "Text file '/nowhere/t.txt' does not exist: check the path.", Assert.Throws<SequenceDataException>(
            () => TextFile.Read("/nowhere/t.txt")).Message);
}
