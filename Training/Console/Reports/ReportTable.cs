using System.Globalization;
using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>A table with right-aligned numbers. A table that is wider than the screen scrolls separately from the page.</summary>
/// <param name="Header">The names of the columns; the first may be empty.</param>
/// <param name="Rows">The cells of each row, one for each column.</param>
internal sealed record ReportTable(IReadOnlyList<string> Header, IReadOnlyList<IReadOnlyList<string>> Rows) : IReportBlock
{
    /// <summary>The caption, or null for none.</summary>
    public string? Title { get; init; }

    /// <summary>Whether the first row is highlighted as the subject of the table.</summary>
    public bool MarksFirst { get; init; }

    /// <inheritdoc/>
    public XElement ToHtml()
    {
        var isNumber = Header.Select((_, column) => Rows.Count > 0 && Rows.All(row => IsNumber(row[column]))).ToList();
        return new XElement("div", new XAttribute("class", "panel scroll wide"), new XElement(
            "table",
            isNumber.Contains(true) ? new XAttribute("class", "numbers") : null,
            Title is null ? null : new XElement("caption", Title),
            new XElement("thead", new XElement(
                "tr",
                Header.Select((name, column) => Cell("th", name, isNumber[column], new XAttribute("scope", "col"))))),
            new XElement("tbody", Rows.Select((row, index) => new XElement(
                "tr",
                MarksFirst && index == 0 ? new XAttribute("class", "first") : null,
                row.Select((cell, column) => Cell("td", cell, isNumber[column])))))));
    }

    private static XElement Cell(string element, string text, bool isNumber, XAttribute? more = null) =>
        new(element, more, isNumber ? new XAttribute("class", "number") : null, text);

    // A dash represents a missing number.
    private static bool IsNumber(string text) => text is "-" or ""
        || double.TryParse(text.TrimEnd(' ', '%'), NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture, out _);
}
