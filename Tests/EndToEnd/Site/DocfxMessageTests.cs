using MlNetRecurrent.Site;
using Xunit;

namespace MlNetRecurrent.EndToEnd.Site;

public sealed class DocfxMessageTests
{
    [Theory]
    [InlineData("Invalid file link.", "InvalidFileLink", "index.md", "79", "index.md(79): warning InvalidFileLink: Invalid file link.")]
    [InlineData("Invalid file link.", "InvalidFileLink", "index.md", "0", "index.md: warning InvalidFileLink: Invalid file link.")]
    [InlineData("System.IO.IOException: Full.\r\n   at Write()", null, null, null, "warning: System.IO.IOException: Full.")]
    public void ToString_Message_IsOneLine(string message, string? code, string? file, string? line, string expected) =>
        Assert.Equal(expected, new DocfxMessage("warning", message, code, file, line).ToString());
}
