using System.Text;
using System.Xml.Linq;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// A report as a self-contained HTML file without scripts. It supports light and dark mode, and wide and narrow screens.
/// The same content produces the same bytes.
/// </summary>
/// <param name="Title">The title.</param>
/// <param name="Summary">A summary of one or two sentences.</param>
/// <param name="Sections">The sections, in order.</param>
internal sealed record ReportPage(string Title, string Summary, IReadOnlyList<ReportSection> Sections)
{
    // A second line of defense: even if a text were not escaped, the browser would not load or run anything.
    private const string Policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

    private static readonly Lazy<string> Style = new(ReadStyle);

    /// <summary>Creates the HTML of the page.</summary>
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
                // Prevents the browser from requesting an icon from the server.
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

    /// <summary>Writes the page atomically.</summary>
    /// <exception cref="IOException">The file cannot be written. An existing file is left unchanged.</exception>
    public void Save(string path) => AtomicFile.Write(path, Encoding.UTF8.GetBytes(ToHtml()));

    // Names come from files: control characters, which XML does not allow, and marks of direction, which reorder text, are shown as escapes.
    private static void Clean(XElement page)
    {
        foreach (var text in page.DescendantNodes().OfType<XText>())
            text.Value = Clean(text.Value);
        foreach (var element in page.DescendantsAndSelf())
        {
            foreach (var attribute in element.Attributes())
                attribute.Value = Clean(attribute.Value);
            // HTML has no self-closing elements such as <td/>: empty elements get an end tag, except void elements.
            if (element.IsEmpty && element.Name.LocalName is not ("meta" or "link"))
                element.Add("");
        }
    }

    private static string Clean(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune.Value switch
    {
        '\n' => "\n",
        0xFFFE or 0xFFFF => "\uFFFD",
        _ => MessageText.Escape(rune.ToString()),
    }));

    private static string ReadStyle()
    {
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream("Reports/report.css")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
