using MlNetRecurrent.Training;
using ScottPlot;

namespace MlNetRecurrent.Console;

/// <summary>Draws the memory reach of each cell before and after training: gradients by lag, on a logarithmic scale.</summary>
internal static class ReachPicture
{
    private const int Width = 1600;
    private const int Height = 700;
    private const double MinGradient = 1e-12;

    /// <summary>Writes the picture.</summary>
    /// <param name="results">The cells.</param>
    /// <param name="path">The PNG file.</param>
    public static void Draw(IReadOnlyList<CellComparison> results, string path)
    {
        using var plot = new Plot();
        foreach (var result in results)
        {
            Curve(plot, result.Cell, result.ReachBefore, "before", 2, LinePattern.Dashed);
            Curve(plot, result.Cell, result.ReachAfter, "after", 4, LinePattern.Solid);
        }

        plot.Add.HorizontalLine(Math.Log10(0.5), 1, CellPlot.NoteColor, LinePattern.Dotted);
        plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
        {
            IntegerTicksOnly = true,
            LabelFormatter = power => FormattableString.Invariant($"1e{power:0}"),
        };
        plot.Axes.Bottom.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic { IntegerTicksOnly = true };
        CellPlot.Finish(
            plot,
            "Memory reach: gradient of the output with respect to an input N time steps back, relative to the last step",
            "lag (time steps); dotted line: one half");
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(limits.Bottom, limits.Top + (0.15 * limits.VerticalSpan));
        CellPlot.Save(path, plot.GetImage(Width, Height));
    }

    private static void Curve(Plot plot, RecurrentCell cell, MemoryReach reach, string when, float width, LinePattern pattern)
    {
        // Vanished gradients are drawn at the lower edge; gradients that are not finite are left out.
        var points = reach.RelativeGradients
            .Select((gradient, lag) => (Lag: (double)lag, Gradient: gradient))
            .Where(point => double.IsFinite(point.Gradient))
            .Select(point => new Coordinates(point.Lag, Math.Log10(Math.Max(MinGradient, point.Gradient))))
            .ToList();
        var curve = plot.Add.ScatterLine(points);
        (curve.LineWidth, curve.LinePattern, curve.Color, curve.LegendText) = (width, pattern, CellPlot.GetColor(cell), $"{cell.DisplayName} {when}");
    }
}
