using System.Xml.Linq;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>
/// Where values are missing: a strip for each column, from its first row to its last. The color of a cell is the share that is missing.
/// </summary>
/// <param name="Title">The caption.</param>
/// <param name="Strips">The columns, from top to bottom.</param>
internal sealed record MissingMap(string Title, IReadOnlyList<MissingStrip> Strips) : IReportBlock
{
    private const int MaxColumns = 40;
    private const int MaxParts = 120;
    private const double StripHeight = 14;
    private const double Spacing = 34;
    private const int MaxNameLength = 60;

    // A single missing value among many is visible, too.
    private const double MinOpacity = 0.25;

    /// <summary>Creates the map of the columns with most missing values.</summary>
    public static MissingMap Create(TableProfile profile)
    {
        var columns = profile.Columns.Where(column => column.MissingCount > 0).OrderByDescending(column => column.MissingCount).ToList();
        var parts = Math.Min(MaxParts, profile.RowCount);
        var title = columns.Count > MaxColumns
            ? FormattableString.Invariant($"The {MaxColumns} of {columns.Count:N0} columns with most missing values, from the first row to the last")
            : "Missing values, from the first row to the last";
        return new MissingMap(title, [.. columns.Take(MaxColumns).Select(column => new MissingStrip(
            column.Name, (double)column.MissingCount / profile.RowCount, GetShares(profile.Rows.GetValues(column.Name), parts)))]);
    }

    /// <inheritdoc/>
    public XElement ToHtml() => ChartPicture.Figure(
        Title,
        string.Join("; ", Strips.Select(strip => FormattableString.Invariant($"{strip.Name}: {100 * strip.Share:0.##} %"))) + ".",
        [],
        (Strips.Count * Spacing) + 4,
        Strips.SelectMany((strip, index) => Draw(strip.Name, strip.Parts, index * Spacing)));

    private static IEnumerable<XElement> Draw(string name, IReadOnlyList<double> shares, double top)
    {
        var shown = name.Length > MaxNameLength ? $"{name[..MaxNameLength]}…" : name;
        yield return ChartPicture.Text(shown, 0, top + 13, "start", new XAttribute("class", "name"));
        yield return Cell("strip", 0, ChartPicture.Width, top);
        var width = ChartPicture.Width / shares.Count;
        for (var part = 0; part < shares.Count; part++)
        {
            if (shares[part] > 0)
            {
                var opacity = MinOpacity + ((1 - MinOpacity) * shares[part]);
                yield return Cell(
                    "bar s2", part * width, Math.Max(1, width), top, new XAttribute("opacity", FormattableString.Invariant($"{opacity:0.##}")));
            }
        }
    }

    private static XElement Cell(string classes, double left, double width, double top, XAttribute? more = null) => new(
        "rect",
        new XAttribute("class", classes),
        new XAttribute("x", ChartPicture.Number(left)),
        new XAttribute("y", ChartPicture.Number(top + 17)),
        new XAttribute("width", ChartPicture.Number(width)),
        new XAttribute("height", ChartPicture.Number(StripHeight)),
        more);

    private static double[] GetShares(double[] values, int parts)
    {
        var (missing, counts) = (new double[parts], new double[parts]);
        for (var row = 0; row < values.Length; row++)
        {
            var part = (int)((long)row * parts / values.Length);
            counts[part]++;
            missing[part] += double.IsNaN(values[row]) ? 1 : 0;
        }

        return [.. missing.Zip(counts, (count, all) => count / all)];
    }
}
