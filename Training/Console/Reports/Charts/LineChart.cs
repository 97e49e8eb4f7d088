using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>Lines over an axis, with an interval around one of them where there is one.</summary>
internal sealed record LineChart : IReportBlock
{
    private const double Height = 300;
    private const double Left = 70;
    private const double Right = ChartPicture.Width - 14;
    private const double Top = 12;
    private const double Bottom = Height - 48;

    // With more, points would hide the line.
    private const int MaxMarkedPoints = 40;

    /// <summary>What stands above it.</summary>
    public required string Title { get; init; }

    /// <summary>The axis across.</summary>
    public required ChartAxis X { get; init; }

    /// <summary>The axis up.</summary>
    public required ChartAxis Y { get; init; }

    /// <summary>The lines; later ones lie over earlier ones.</summary>
    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>The interval; null for none.</summary>
    public ChartBand? Band { get; init; }

    /// <inheritdoc/>
    public XElement ToHtml()
    {
        var colours = Colours();
        var bandColour = colours.FirstOrDefault(colour => colour.StartsWith('s'), "s1");
        var x = ChartScale.Create(X.Kind, Series.SelectMany(series => series.X).Concat(Band?.X ?? []), Left, Right, isRounded: false);
        var y = ChartScale.Create(Y.Kind, Series.SelectMany(series => series.Y).Concat(Band?.Lower ?? []).Concat(Band?.Upper ?? []), Bottom, Top, isRounded: true);
        var legend = Series.Select((series, index) => ChartPicture.Key(series.Name, Classes(series, colours[index])))
            .Concat(Band is null ? [] : [ChartPicture.Key(Band.Name, $"band-key {bandColour}")])
            .ToList();
        return ChartPicture.Figure(
            Title,
            Description(),
            legend.Count > 1 ? legend : [],
            Height,
            [
                .. Axes(x, y),
                .. Band is null ? [] : (XElement[])[ChartPicture.Path($"band {bandColour}", Area(Band, x, y))],
                .. Series.SelectMany((series, index) => Draw(series, colours[index], x, y)),
            ]);
    }

    private IReadOnlyList<string> Colours()
    {
        var next = 0;
        return [.. Series.Select(series => series.Color ?? FormattableString.Invariant($"s{(next++ % 6) + 1}"))];
    }

    private static string Classes(ChartSeries series, string colour) => series.IsDashed ? $"dashed {colour}" : colour;

    private IEnumerable<XElement> Axes(ChartScale x, ChartScale y)
    {
        foreach (var tick in y.Ticks)
        {
            var up = y.GetPosition(tick.Value)!.Value;
            yield return ChartPicture.GridLine(Left, up, Right, up);
            yield return ChartPicture.Text(tick.Text, Left - 6, up + 4, "end");
        }

        foreach (var tick in x.Ticks)
        {
            var across = x.GetPosition(tick.Value)!.Value;
            yield return ChartPicture.GridLine(across, Bottom, across, Bottom + 4);
            // Wide texts at the ends stay inside the picture.
            var half = tick.Text.Length * 4.2;
            yield return ChartPicture.Text(tick.Text, Math.Clamp(across, half, ChartPicture.Width - half), Bottom + 19, "middle");
        }

        yield return ChartPicture.GridLine(Left, Bottom, Right, Bottom);
        yield return ChartPicture.Text(X.Label, (Left + Right) / 2, Height - 8, "middle");
        var middle = (Top + Bottom) / 2;
        yield return ChartPicture.Text(Y.Label, 12, middle, "middle", new XAttribute("transform", $"rotate(-90 12 {ChartPicture.Number(middle)})"));
    }

    private static IEnumerable<XElement> Draw(ChartSeries series, string colour, ChartScale x, ChartScale y)
    {
        var points = ChartPoints.Create(series.X, series.Y);
        yield return ChartPicture.Path($"curve {Classes(series, colour)}", ChartPoints.Line(points, x, y));
        if (points.Count > MaxMarkedPoints)
            yield break;
        foreach (var point in points)
        {
            if (x.GetPosition(point.X) is { } across && y.GetPosition(point.Y) is { } up)
            {
                yield return new XElement(
                    "circle", new XAttribute("class", $"point {colour}"), new XAttribute("cx", ChartPicture.Number(across)), new XAttribute("cy", ChartPicture.Number(up)), new XAttribute("r", "2.5"),
                    new XElement("title", $"{series.Name}: {ChartPicture.Value(point.Y)}"));
            }
        }
    }

    private static string Area(ChartBand band, ChartScale x, ChartScale y)
    {
        // Out along the upper ends and back along the lower ones.
        var outline = ChartPoints.Create(band.X, band.Upper).Concat(ChartPoints.Create(band.X, band.Lower).Reverse());
        return ChartPoints.Line(outline.Where(point => x.GetPosition(point.X) is not null && y.GetPosition(point.Y) is not null), x, y) + "Z";
    }

    private string Description() => string.Join("; ", Series.Select(series => series.Y.Count == 0
        ? $"{series.Name}: nothing"
        : $"{series.Name}: {series.Y.Count} values of {Y.Label} over {X.Label}, first {ChartPicture.Value(series.Y[0])}, last {ChartPicture.Value(series.Y[^1])}")) + ".";
}
