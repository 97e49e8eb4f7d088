using MlNetRecurrent.Site;
using Xunit;

namespace MlNetRecurrent.EndToEnd.Site;

public sealed class LinkCheckTests
{
    [Fact]
    public void FindBroken_LinksThatLeadSomewhere_FindsNone()
    {
        using var site = new TemporaryFolder();
        Directory.CreateDirectory(site["guides"]);
        File.WriteAllText(site["index.html"], """
            <html id="top"><link href="style.css" rel="stylesheet"><a href="guides/">all</a><a href="guides/cells.html#what-differs">cells</a>
            <a href="#top">up</a><a href="https://example.org/x#y">elsewhere</a><a href="mailto:a@example.org">mail</a>
            <img src="data:image/png;base64,AA==">
            <a href="guides/a%20b.html?q=1">a b</a><a class="anchor">no link</a>
            <!-- <a href="comment.html"> --><a href=guides/cells.html#unquoted>cells</a><a href="guides/cells.html#name&amp;d">cells</a></html>
            """);
        File.WriteAllText(site["guides/index.html"], "<a href='../index.html'>home</a>");
        File.WriteAllText(site["guides/cells.html"], "<h2 class=\"x\" id=\"what-differs\">What differs</h2><p id=unquoted><a name='name&amp;d'></a>");
        File.WriteAllText(site["guides/a b.html"], "");
        File.WriteAllText(site["style.css"], "");

        Assert.Empty(LinkCheck.FindBroken(site.Path));
    }

    [Theory]
    [InlineData("<a href=\"missing.html\">", "index.html: the link to missing.html leads nowhere.")]
    [InlineData("<a title=\"a > b\" href='other.html#gone'>", "index.html: the link to other.html#gone leads nowhere.")]
    [InlineData("<a href=\"#gone\">", "index.html: the link to #gone leads nowhere.")]
    [InlineData("<a href=\"folder/\">", "index.html: the link to folder/ leads nowhere.")]
    [InlineData("<a\n href=\"Other.html\">", "index.html: the link to Other.html leads nowhere.")]
    [InlineData("<img alt=\"\" src=\"picture.png\">", "index.html: picture.png does not exist.")]
    [InlineData("<script src=\"https://example.org/x.js\"></script>", "index.html: loads https://example.org/x.js from another site.")]
    [InlineData("<link href=\"//example.org/x.css\" />", "index.html: loads //example.org/x.css from another site.")]
    public void FindBroken_OneFault_NamesPageAndLink(string html, string expected)
    {
        using var site = new TemporaryFolder();
        Directory.CreateDirectory(site["folder"]);
        File.WriteAllText(site["index.html"], html);
        File.WriteAllText(site["other.html"], "<p id=here>");

        Assert.Equal([expected], LinkCheck.FindBroken(site.Path));
    }
}
