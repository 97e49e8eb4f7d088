using System.Text;
using System.Xml.Linq;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// A report: one HTML file that needs nothing else, neither other files nor scripts. It reads well in light and dark, on a wide screen and on a phone.
/// The same content gives the same bytes.
/// </summary>
/// <param name="Title">What the report is of.</param>
/// <param name="Summary">What it shows, in a sentence or two.</param>
/// <param name="Sections">Its parts, in order.</param>
internal sealed record ReportPage(string Title, string Summary, IReadOnlyList<ReportSection> Sections)
{
    // Should a text ever come through unescaped, a browser still loads and runs nothing.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>The page as HTML.</summary>
    public string ToHtml()
    {
        var page = new XElement(
            "html",
            new XAttribute("lang", "en"),
            new XElement(
                "head",
                new XElement("meta", new XAttribute("charset", "utf-8")),
                new XElement("meta", new XAttribute("http-equiv", "Content-Security-Policy"), new XAttribute("content", Policy)),
                new XElement("meta", new XAttribute("name", "viewport"), new XAttribute("content", "width=device-width, initial-scale=1")),
                // A server of the page is not asked for an icon that it does not have.
                new XElement("link", new XAttribute("rel", "icon"), new XAttribute("href", "data:,")),
                new XElement("title", Title),
                new XElement("style", Style.Value)),
            new XElement(
                "body",
                new XElement("header", new XElement("h1", Title), new XElement("p", Summary)),
                new XElement("main", Sections.Select(section => new XElement(
                    "section",
                    new XElement("h2", section.Heading),
                    new XElement("div", new XAttribute("class", "blocks"), section.Blocks.Select(block => block.ToHtml())))))));
        Clean(page);
        return $"<!DOCTYPE html>\n{page.ToString(SaveOptions.DisableFormatting)}\n";
    }

    /// <summary>Writes the page, whole or not at all.</summary>
    /// <exception cref="IOException">It cannot be written; what stood at the path stands there still.</exception>
    public void Save(string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToHtml()));

    // Names come from files: what no XML text can hold is shown as what it is, unreadable.
    private static void Clean(XElement page)
    {
        foreach (var text in page.DescendantNodes().OfType<XText>())
            text.Value = Clean(text.Value);
        foreach (var element in page.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
                attribute.Value = Clean(attribute.Value);
            // HTML knows no <td/>: an element without content is closed all the same, except those that never have any.
            if (element.IsEmpty && element.Name.LocalName is not ("meta" or "link"))
                element.Add("");
        }
    }

    private static string Clean(string text)
    {
        var whole = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            whole.Append(Rune.IsControl(rune) && rune.Value != '\n' || rune.Value is 0xFFFE or 0xFFFF ? "\uFFFD" : rune.ToString());
        return whole.ToString();
    }

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("Reports/report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
