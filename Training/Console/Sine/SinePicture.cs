using ScottPlot;

namespace MlNetRecurrent.Console;

/// <summary>Draws the predictions of the networks on the part of the sine after the training data.</summary>
internal static class SinePicture
{
    private const int Width = 1600;
    private const int Height = 1400;

    private static readonly Color TruthColor = Color.FromHex("#C8C8C8");

    /// <summary>Writes the picture.</summary>
    /// <param name="results">The cells.</param>
    /// <param name="window">The window, in time steps. It is the distance of the first prediction from the end of the training data.</param>
    /// <param name="path">The PNG file.</param>
    public static void Draw(IReadOnlyList<SineResult> results, int window, string path)
    {
        var picture = new Multiplot();
        picture.AddPlots(3);
        NextValue(picture.GetPlot(0), results, SineSeries.Count + window);
        Errors(picture.GetPlot(1), results, SineSeries.Count + window);
        FreeRunning(picture.GetPlot(2), results);
        CellPlot.Save(path, picture.Render(Width, Height));
    }

    private static void NextValue(Plot plot, IReadOnlyList<SineResult> results, int first)
    {
        var shown = Shown(results);
        Truth(plot, first, shown);
        // Later curves are narrower and more broken, so that overlapping curves all remain visible.
        var styles = new[] { (4f, LinePattern.Solid), (3f, LinePattern.Dashed), (2f, LinePattern.Dotted) };
        foreach (var (result, (width, pattern)) in results.Zip(styles))
            Curve(plot, result.Cell, first, result.Predictions[..shown], width, pattern);
        CellPlot.Finish(plot, "Next value, on a part of the sine that was not used for training", "x");
        plot.Axes.SetLimitsY(-1.3, 1.75);
    }

    private static void Errors(Plot plot, IReadOnlyList<SineResult> results, int first)
    {
        var shown = Shown(results);
        foreach (var result in results)
            Curve(plot, result.Cell, first, [.. result.Predictions.Take(shown).Select((value, index) => value - SineSeries.Y(first + index))]);
        plot.Add.HorizontalLine(0, 1, CellPlot.NoteColor);
        CellPlot.Finish(plot, "Error of the next value: prediction - sin(x)", "x");
        // Room for the legend above the largest error.
        var limits = plot.Axes.GetLimits();
        plot.Axes.SetLimitsY(limits.Bottom, limits.Top + (0.3 * limits.VerticalSpan));
    }

    private static void FreeRunning(Plot plot, IReadOnlyList<SineResult> results)
    {
        const int context = 60;
        Truth(plot, SineSeries.Count - context, context + SineJob.FreeRunningSteps);
        foreach (var result in results)
            Curve(plot, result.Cell, SineSeries.Count, result.FreeRunning);
        plot.Add.VerticalLine(SineSeries.End, 2, CellPlot.NoteColor, LinePattern.Dotted);
        var note = plot.Add.Text("end of training data ", SineSeries.End, 1.5);
        note.LabelAlignment = Alignment.MiddleRight;
        note.LabelFontSize = 18;
        note.LabelFontColor = CellPlot.NoteColor;
        CellPlot.Finish(plot, $"Free-running forecast of {SineJob.FreeRunningSteps} steps: each prediction is the next input", "x");
        plot.Axes.SetLimitsY(-1.3, 1.75);
    }

    private static int Shown(IReadOnlyList<SineResult> results) => Math.Min(SineJob.FreeRunningSteps, results[0].Predictions.Length);

    private static void Truth(Plot plot, int start, int count)
    {
        var truth = plot.Add.ScatterLine(GetPositions(start, count), [.. SineSeries.Values(start, count).Select(value => (double)value)]);
        truth.LineWidth = 9;
        truth.Color = TruthColor;
        truth.LegendText = "sin(x)";
    }

    private static void Curve(Plot plot, RecurrentCell cell, int start, float[] values, float width = 2.5f, LinePattern? pattern = null)
    {
        var curve = plot.Add.ScatterLine(GetPositions(start, values.Length), [.. values.Select(value => (double)value)]);
        curve.LineWidth = width;
        curve.LinePattern = pattern ?? LinePattern.Solid;
        curve.Color = CellPlot.GetColor(cell);
        curve.LegendText = cell.DisplayName;
    }

    private static double[] GetPositions(int start, int count) => [.. Enumerable.Range(start, count).Select(SineSeries.X)];
}
