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
    [InlineData("    [code](a.md)\n\ntext", "    [code](a.md)\n\ntext")]
    [InlineData("[page](a_(b).md \"title\")", "[page](<a_(b).md> \"title\")")]
    [InlineData("| [a](a.md) | `|` |\n|---|---|\n| x | [b](b.md) |", "| [a](<a.md>) | `|` |\n|---|---|\n| x | [b](<b.md>) |")]
    [InlineData("---\ntitle: \"[x](a.md)\"\n---\n\n> - [b\n>   c](b.md)", "---\ntitle: \"[x](a.md)\"\n---\n\n> - [b\n>   c](<b.md>)")]
    [InlineData("[x], [the page][y]\n\n[x]: a.md\n[y]: b.md#c 'title'", "[x], [the page][y]\n\n[x]: <a.md>\n[y]: <b.md#c> 'title'")]
    [InlineData("[a folder](drop/) stays as words", "a folder stays as words")]
    [InlineData("[*a* \\[b\\] `c]` ![d](d.png)&amp;\\_](drop/)![e](drop/)[](drop/)", "*a* \\[b\\] `c]` ![d](<d.png>)&amp;\\_e")]
    public void Replace_Text_ChangesTargetsOutsideOfCode(string markdown, string expected) =>
        Assert.Equal(expected, MarkdownLinks.Replace(markdown, target => target == "drop/" ? null : $"<{target}>"));

    [Theory]
    [InlineData("[page](<a%20b.md>)", "[page](<a b.md>)")]
    [InlineData("[page](a%20b.md)", "[page](<a b.md>)")]
    [InlineData("[page](<a b.md>)", "[page](<a b.md>)")]
    [InlineData("[page](a\\(b.md)", "[page](a\\(b.md)")]
    public void Replace_TargetThatCannotStandAlone_IsQuoted(string markdown, string expected) =>
        Assert.Equal(expected, MarkdownLinks.Replace(markdown, Uri.UnescapeDataString));
}
