using MlNetRecurrent.Site;
using Xunit;

namespace MlNetRecurrent.EndToEnd.Site;

public sealed class MarkdownLinksTests
{
    [Theory]
    [InlineData("see [the page](a.md#x), [`Type`](b.cs).", "see [the page](<a.md#x>), [`Type`](<b.cs>).")]
    [InlineData("![picture](a.png)", "![picture](<a.png>)")]
    [InlineData("[![picture](a.png)](b.md)", "[![picture](<a.png>)](<b.md>)")]
    [InlineData("[[0.2.0]](b.md)", "[[0.2.0]](<b.md>)")]
    [InlineData("`[code](a.md)` and ``a ` [b](c)``", "`[code](a.md)` and ``a ` [b](c)``")]
    [InlineData("```md\n[code](a.md)\n```\n[text](b.md)", "```md\n[code](a.md)\n```\n[text](<b.md>)")]
    [InlineData("array[0] (index) [.. list] (x)", "array[0] (index) [.. list] (x)")]
    [InlineData("[a folder](drop/) stays as words", "a folder stays as words")]
    public void Replace_Text_ChangesTargetsOutsideOfCode(string markdown, string expected) =>
        Assert.Equal(expected, MarkdownLinks.Replace(markdown, target => target == "drop/" ? null : $"<{target}>"));
}
