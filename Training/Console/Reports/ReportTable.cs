using System.Globalization;
using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>A table; cells that are numbers stand at the right. Where it is wider than the screen it scrolls by itself.</summary>
/// <param name="Header">The names of the columns; the first may be empty.</param>
/// <param name="Rows">The cells of each row, as many as there are columns.</param>
internal sealed record ReportTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) : IReportBlock
{
    /// <summary>What stands above the table; null for nothing.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the first row is what the table is about, set apart from those that it is compared with.</summary>
    public bool MarksFirst { get; init; }

    /// <inheritdoc/>
    public XElement ToHtml()
    {
        var isNumber = Header.Select((_, column) => Rows.Count > 0 && Rows.All(row => IsNumber(row[column]))).ToList();
        return new XElement("div", new XAttribute("class", "panel scroll wide"), new XElement(
            "table",
            isNumber.Contains(true) ? new XAttribute("class", "numbers") : null,
            Title is null ? null : new XElement("caption", Title),
            new XElement("thead", new XElement("tr", Header.Select((name, column) => Cell("th", name, isNumber[column], new XAttribute("scope", "col"))))),
            new XElement("tbody", Rows.Select((row, index) => new XElement(
                "tr",
                MarksFirst && index == 0 ? new XAttribute("class", "first") : null,
                row.Select((cell, column) => Cell("td", cell, isNumber[column])))))));
    }

    private static XElement Cell(string element, string text, bool isNumber, XAttribute? more = null) =>
        new(element, more, isNumber ? new XAttribute("class", "number") : null, text);

    // A dash stands where there is no number.
    private static bool IsNumber(string text) => text is "-" or "" || double.TryParse(text.TrimEnd(' ', '%'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}
