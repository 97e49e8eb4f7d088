using AngleSharp.Html.Parser;

namespace MlNetRecurrent.Site;

/// <summary>The links and anchors of an HTML page.</summary>
/// <param name="Anchors">The names that a link can lead to: each <c>id</c>, and the <c>name</c> of <c>a</c> elements.</param>
/// <param name="Links">The targets of <c>a</c> elements.</param>
/// <param name="Resources">What the page loads: scripts, styles and images.</param>
internal sealed record HtmlPage(IReadOnlySet<string> Anchors, IReadOnlyList<string> Links, IReadOnlyList<string> Resources)
{
    /// <summary>Reads a page.</summary>
    public static HtmlPage Read(string html)
    {
        var document = new HtmlParser().ParseDocument(html);
        return new HtmlPage(
            Values("[id]", "id").Concat(Values("a[name]", "name")).ToHashSet(StringComparer.Ordinal),
            [.. Values("a[href]", "href")],
            [.. Values("[src]", "src"), .. Values(":not(a)[href]", "href")]);

        IEnumerable<string> Values(string selector, string attribute) =>
            document.QuerySelectorAll(selector).Select(element => element.GetAttribute(attribute)!);
    }
}
