using System.Globalization;
using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>How often each class was answered by each; cells are the stronger coloured the larger their share of what came, by its square root: few errors among many are seen.</summary>
/// <param name="Title">What stands above it.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Counts">How often a class (row) was answered by a class (column).</param>
internal sealed record ConfusionMatrix(string Title, IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts) : IReportBlock
{
    // Stronger, and the number on it would be hard to read.
    private const double StrongestPercent = 70;

    /// <inheritdoc/>
    public XElement ToHtml() => new("div", new XAttribute("class", "panel scroll wide"), new XElement(
        "table",
        new XAttribute("class", "confusion"),
        new XElement("caption", Title),
        new XElement("thead", new XElement("tr", Head("came ↓ answered →", "col"), Labels.Select(label => Head(label, "col")))),
        new XElement("tbody", Counts.Select((row, index) => new XElement("tr", Head(Labels[index], "row"), row.Select((count, column) => Cell(count, row.Sum(), index == column)))))));

    private static XElement Head(string text, string scope) => new("th", new XAttribute("scope", scope), text);

    private static XElement Cell(long count, long all, bool isRight) => new(
        "td",
        isRight ? new XAttribute("class", "right") : null,
        new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"--share: {StrongestPercent * Math.Sqrt((double)count / Math.Max(1, all)):0.#}%")),
        count.ToString("N0", CultureInfo.InvariantCulture));
}
