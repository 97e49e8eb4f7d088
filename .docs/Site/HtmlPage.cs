using System.Net;
using System.Text.RegularExpressions;

namespace MlNetRecurrent.Site;

/// <summary>The links and anchors of an HTML page.</summary>
/// <param name="Anchors">The names that a link can lead to: values of <c>id</c> and <c>name</c>.</param>
/// <param name="Links">The targets of <c>a</c> elements.</param>
/// <param name="Resources">What the page loads: scripts, styles and images.</param>
internal sealed partial record HtmlPage(IReadOnlySet<string> Anchors, IReadOnlyList<string> Links, IReadOnlyList<string> Resources)
{
    /// <summary>Reads a page.</summary>
    public static HtmlPage Read(string html)
    {
        var (anchors, links, resources) = (new HashSet<string>(StringComparer.Ordinal), new List<string>(), new List<string>());
        foreach (Match element in Element().Matches(html))
        {
            foreach (Match attribute in Attribute().Matches(element.Groups["attributes"].Value))
            {
                var value = WebUtility.HtmlDecode(attribute.Groups["value"].Value);
                switch (attribute.Groups["name"].Value)
                {
                    case "id" or "name":
                        anchors.Add(value);
                        break;
                    case "href" when element.Groups["element"].Value == "a":
                        links.Add(value);
                        break;
                    case "href" or "src":
                        resources.Add(value);
                        break;
                }
            }
        }

        return new HtmlPage(anchors, links, resources);
    }

    [GeneratedRegex("""<(?<element>[a-z][a-z0-9-]*)(?<attributes>(\s+[a-z:-]+(\s*=\s*("[^"]*"|'[^']*'|[^\s>"']+))?)*)\s*/?>""",
        RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Element();

    [GeneratedRegex("""(?<name>[a-z:-]+)\s*=\s*["'](?<value>[^"']*)["']""", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture)]
    private static partial Regex Attribute();
}
