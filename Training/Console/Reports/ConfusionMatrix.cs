using System.Globalization;
using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>
/// A confusion matrix. The color of a cell shows its share of the actual class, by the square root of that share, so that rare errors are visible.
/// </summary>
/// <param name="Title">The caption.</param>
/// <param name="Labels">The classes.</param>
/// <param name="Counts">The number of times that a class (row) was predicted as a class (column).</param>
internal sealed record ConfusionMatrix(string Title, IReadOnlyList<string> Labels, IReadOnlyList<IReadOnlyList<long>> Counts) : IReportBlock
{
    // A stronger color would make the number hard to read.
    private const double MaxPercent = 70;

    /// <inheritdoc/>
    public XElement ToHtml() => new("div", new XAttribute("class", "panel scroll wide"), new XElement(
        "table",
        new XAttribute("class", "confusion"),
        new XElement("caption", Title),
        new XElement("thead", new XElement("tr", Head("actual ↓ predicted →", "col"), Labels.Select(label => Head(label, "col")))),
        new XElement("tbody", Counts.Select((row, index) => new XElement(
            "tr",
            Head(Labels[index], "row"),
            row.Select((count, column) => Cell(count, row.Sum(), index == column)))))));

    private static XElement Head(string text, string scope) => new("th", new XAttribute("scope", scope), text);

    private static XElement Cell(long count, long total, bool isCorrect)
    {
        var percent = MaxPercent * Math.Sqrt((double)count / Math.Max(1, total));
        return new XElement(
            "td",
            isCorrect ? new XAttribute("class", "right") : null,
            new XAttribute("style", string.Create(CultureInfo.InvariantCulture, $"--share: {percent:0.#}%")),
            count.ToString("N0", CultureInfo.InvariantCulture));
    }
}
