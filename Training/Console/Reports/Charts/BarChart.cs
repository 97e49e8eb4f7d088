using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>Horizontal bars, one below another, each with its name and its value.</summary>
/// <param name="Title">The caption, with the unit of the values.</param>
/// <param name="Bars">The bars, from top to bottom.</param>
internal sealed record BarChart(string Title, IReadOnlyList<ChartBar> Bars) : IReportBlock
{
    private const double BarSpacing = 42;
    private const double Thickness = 14;
    private const double MaxBarWidth = ChartPicture.Width - 80;
    private const int MaxNameLength = 48;

    /// <inheritdoc/>
    public XElement ToHtml()
    {
        var max = Bars.Select(bar => bar.Value).Where(double.IsFinite).DefaultIfEmpty(0).Max();
        return ChartPicture.Figure(
            Title,
            string.Join("; ", Bars.Select(bar => $"{bar.Name}: {ChartPicture.Value(bar.Value)}")) + ".",
            [],
            (Bars.Count * BarSpacing) + 4,
            Bars.SelectMany((bar, index) => Draw(bar, index * BarSpacing, max)));
    }

    private static IEnumerable<XElement> Draw(ChartBar bar, double top, double max)
    {
        var length = double.IsFinite(bar.Value) && max > 0 ? Math.Max(1, MaxBarWidth * bar.Value / max) : 1;
        var name = bar.Name.Length > MaxNameLength ? $"{bar.Name[..MaxNameLength]}…" : bar.Name;
        yield return ChartPicture.Text(name, 0, top + 15, "start", new XAttribute("class", "name"));
        yield return new XElement(
            "rect",
            new XAttribute("class", $"bar {(bar.IsMarked ? "s1" : "quiet")}"),
            new XAttribute("x", "0"),
            new XAttribute("y", ChartPicture.Number(top + 21)),
            new XAttribute("width", ChartPicture.Number(length)),
            new XAttribute("height", ChartPicture.Number(Thickness)),
            new XAttribute("rx", "2"));
        yield return ChartPicture.Text(ChartPicture.Value(bar.Value), length + 8, top + 33, "start");
    }
}
