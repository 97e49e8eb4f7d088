using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class TextFileTests
{
    [Theory]
    [InlineData(new byte[] { 0x61, 0x0D, 0x0A, 0x62, 0x0D, 0x63, 0x0A }, "a\nb\nc\n")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0xC3, 0xBC }, "\u00fc")]
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80 }, "\uD83D\uDE00")]
    [InlineData(new byte[] { }, "")]
    public void Read_Utf8_IsTheTextWithPlainLineEnds(byte[] bytes, string expected)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["t.txt"], bytes);

        Assert.Equal(expected, TextFile.Read(folder["t.txt"]));
    }

    [Theory]
    [InlineData(new byte[] { 0x61, 0x62, 0xFC, 0x63 }, 2, "FC")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF, 0x61, 0xC3 }, 4, "C3")]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x61, 0x00 }, 0, "FF")]
    [InlineData(new byte[] { 0x61, 0xED, 0xA0, 0x80 }, 1, "ED")]
    public void Read_InvalidUtf8_NamesTheByte(byte[] bytes, int position, string value)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["t.txt"], bytes);

        Assert.Equal(
            $"Text file '{folder["t.txt"]}' is not UTF-8: invalid byte 0x{value} at position {position}. Save the file as UTF-8.",
            Assert.Throws<SequenceDataException>(() => TextFile.Read(folder["t.txt"])).Message);
    }

    [Fact]
    public void Read_MissingFile_Throws() => Assert.Equal(
        "Text file '/nowhere/t.txt' does not exist: check the path.", Assert.Throws<SequenceDataException>(
            () => TextFile.Read("/nowhere/t.txt")).Message);
}
