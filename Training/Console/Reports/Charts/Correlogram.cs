using System.Xml.Linq;

namespace MlNetRecurrent.Console;

/// <summary>Autocorrelations as bars over their lags, with the bound above which they are no chance. Seasons are highlighted.</summary>
internal sealed record Correlogram : IReportBlock
{
    private const double Height = 220;
    private const double Left = 44;
    private const double Right = ChartPicture.Width - 14;
    private const double Top = 12;
    private const double Bottom = Height - 48;
    private const double ShareOfSpacing = 0.6;
    private const double MinWidth = 0.5;
    private const double MinSeasonWidth = 2.5;
    private const double MaxWidth = 5;

    /// <summary>The caption.</summary>
    public required string Title { get; init; }

    /// <summary>The autocorrelation at each lag, from 0.</summary>
    public required IReadOnlyList<double> Correlations { get; init; }

    /// <summary>The bound at each lag; empty for none.</summary>
    public IReadOnlyList<double> Bounds { get; init; } = [];

    /// <summary>The lags to highlight.</summary>
    public IReadOnlyList<int> Seasons { get; init; } = [];

    /// <inheritdoc/>
    public XElement ToHtml()
    {
        double[] lags = [.. Enumerable.Range(1, Correlations.Count - 1).Select(lag => (double)lag)];
        var x = ChartScale.Create(AxisKind.Linear, [0, Correlations.Count], Left, Right, isRounded: false);
        var y = ChartScale.Create(AxisKind.Linear, [-1, 1], Bottom, Top, isRounded: true);
        var limits = lags.Take(Math.Max(0, Bounds.Count - 1)).Select(lag => (lag, Math.Min(1, Bounds[(int)lag])));
        return ChartPicture.Figure(
            Title,
            Describe(),
            Legend(),
            Height,
            [
                .. Axes(x, y),
                Stems("quiet", lags.Where(lag => !Seasons.Contains((int)lag)), MinWidth, x, y),
                Stems("s1", lags.Where(lag => Seasons.Contains((int)lag)), MinSeasonWidth, x, y),
                ChartPicture.Path("curve dashed s2", ChartPoints.Line(limits, x, y)),
            ]);
    }

    private IEnumerable<XElement> Legend()
    {
        if (Seasons.Count > 0)
            yield return ChartPicture.Key(Seasons.Count == 1 ? "season" : "seasons", "s1");
        if (Bounds.Count > 0)
            yield return ChartPicture.Key("bound above which chance is unlikely", "dashed s2");
    }

    private static IEnumerable<XElement> Axes(ChartScale x, ChartScale y)
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
            yield return ChartPicture.Text(tick.Text, across, Bottom + 19, "middle");
        }

        yield return ChartPicture.Text("lag (rows)", (Left + Right) / 2, Height - 8, "middle");
    }

    private XElement Stems(string color, IEnumerable<double> lags, double minWidth, ChartScale x, ChartScale y)
    {
        // A value without a position ends the line between two stems.
        var points = lags.SelectMany(lag => ((double, double)[])[(lag, 0), (lag, Correlations[(int)lag]), (double.NaN, double.NaN)]);
        var width = Math.Clamp(ShareOfSpacing * (Right - Left) / Correlations.Count, minWidth, MaxWidth);
        var stems = ChartPicture.Path($"stems {color}", ChartPoints.Line(points, x, y));
        stems.Add(new XAttribute("stroke-width", ChartPicture.Number(width)));
        return stems;
    }

    private string Describe()
    {
        var greatest = Enumerable.Range(1, Correlations.Count - 1).MaxBy(lag => Correlations[lag]);
        var seasons = Seasons.Count == 0 ? "no season" : $"seasons: {string.Join(", ", Seasons)}";
        return FormattableString.Invariant(
            $"Lags 1 to {Correlations.Count - 1}, greatest at lag {greatest}: {Correlations[greatest]:0.00}; {seasons}.");
    }
}
