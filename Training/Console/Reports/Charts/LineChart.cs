using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>A line chart, optionally with an interval around one of the lines.</summary>
internal sealed record LineChart : IReportBlock
{
    private const double Height = 300;
    private const double Left = 70;
    private const double Right = ChartPicture.Width - 14;
    private const double Top = 12;
    private const double Bottom = Height - 48;

    // More markers would hide the line.
    private const int MaxMarkedPoints = 40;

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>The horizontal axis.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The vertical axis.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The lines. Later lines are drawn over earlier ones.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>The interval, or null for none.</summary>
    public ChartBand? Band { get; init; }

    /// <inheritdoc/>
    public XElement ToHtml()
    {
        var colors = Colors();
        var bandColor = colors.FirstOrDefault(color => color.StartsWith('s'), "s1");
        var x = ChartScale.Create(X.Kind, Series.SelectMany(series => series.X).Concat(Band?.X ?? []), Left, Right, isRounded: false);
        var allY = Series.SelectMany(series => series.Y).Concat(Band?.Lower ?? []).Concat(Band?.Upper ?? []);
        var y = ChartScale.Create(Y.Kind, allY, Bottom, Top, isRounded: true);
        var legend = Series.Select((series, index) => ChartPicture.Key(series.Name, Classes(series, colors[index])))
            .Concat(Band is null ? [] : [ChartPicture.Key(Band.Name, $"band-key {bandColor}")])
            .ToList();
        return ChartPicture.Figure(
            Title,
            Description(),
            legend.Count > 1 ? legend : [],
            Height,
            [
                .. Axes(x, y),
                .. Band is null ? [] : (XElement[])[ChartPicture.Path($"band {bandColor}", Area(Band, x, y))],
                .. Series.SelectMany((series, index) => Draw(series, colors[index], x, y)),
            ]);
    }

    private IReadOnlyList<string> Colors()
    {
        var next = 0;
        return [.. Series.Select(series => series.Color ?? FormattableString.Invariant($"s{(next++ % 6) + 1}"))];
    }

    private static string Classes(ChartSeries series, string color) => series.IsDashed ? $"dashed {color}" : color;

    private IEnumerable<XElement> Axes(ChartScale x, ChartScale y)
    {
        foreach (var tick in y.Ticks)
        {
            var up = y.GetPosition(tick.Value)!.Value;
            yield return ChartPicture.GridLine(Left, up, Right, up);
            yield return ChartPicture.Text(tick.Text, Left - 6, up + 4, "end");
        }

        var end = double.NegativeInfinity;
        foreach (var tick in x.Ticks)
        {
            var across = x.GetPosition(tick.Value)!.Value;
            yield return ChartPicture.GridLine(across, Bottom, across, Bottom + 4);
            // Keep wide labels at the ends inside the picture, and leave out those that would touch the one before.
            var half = tick.Text.Length * 4.2;
            var middle = Math.Clamp(across, half, ChartPicture.Width - half);
            if (middle - half < end)
                continue;
            end = middle + half;
            yield return ChartPicture.Text(tick.Text, middle, Bottom + 19, "middle");
        }

        yield return ChartPicture.GridLine(Left, Bottom, Right, Bottom);
        yield return ChartPicture.Text(X.Label, (Left + Right) / 2, Height - 8, "middle");
        var center = (Top + Bottom) / 2;
        yield return ChartPicture.Text(Y.Label, 12, center, "middle", new XAttribute("transform", $"rotate(-90 12 {ChartPicture.Number(center)})"));
    }

    private static IEnumerable<XElement> Draw(ChartSeries series, string color, ChartScale x, ChartScale y)
    {
        var points = ChartPoints.Create(series.X, series.Y);
        yield return ChartPicture.Path($"curve {Classes(series, color)}", ChartPoints.Line(points, x, y));
        if (points.Count > MaxMarkedPoints)
            yield break;
        foreach (var point in points)
        {
            if (x.GetPosition(point.X) is { } across && y.GetPosition(point.Y) is { } up)
            {
                yield return new XElement(
                    "circle",
                    new XAttribute("class", $"point {color}"),
                    new XAttribute("cx", ChartPicture.Number(across)),
                    new XAttribute("cy", ChartPicture.Number(up)),
                    new XAttribute("r", "2.5"),
                    new XElement("title", $"{series.Name}: {ChartPicture.Value(point.Y)}"));
            }
        }
    }

    private static string Area(ChartBand band, ChartScale x, ChartScale y)
    {
        // Forward along the upper limits and back along the lower limits.
        var outline = ChartPoints.Create(band.X, band.Upper).Concat(ChartPoints.Create(band.X, band.Lower).Reverse());
        return ChartPoints.Line(outline.Where(point => x.GetPosition(point.X) is not null && y.GetPosition(point.Y) is not null), x, y) + "Z";
    }

    private string Description() => string.Join("; ", Series.Select(Describe)) + ".";

    private string Describe(ChartSeries series)
    {
        if (series.Y.Count == 0)
            return $"{series.Name}: no values";
        var (first, last) = (ChartPicture.Value(series.Y[0]), ChartPicture.Value(series.Y[^1]));
        return $"{series.Name}: {series.Y.Count} values of {Y.Label} by {X.Label}, first {first}, last {last}";
    }
}
