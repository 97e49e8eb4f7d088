using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The report of <c>compare</c>.</summary>
internal static class CompareReport
{
    /// <summary>Creates a page with the comparison, followed by the sections about each cell.</summary>
    /// <param name="comparison">The comparison.</param>
    /// <param name="frame">The rows of the table.</param>
    /// <param name="data">The section about these rows.</param>
    /// <param name="source">The name of the data.</param>
    public static ReportPage Create(TableComparison comparison, RowFrame frame, ReportSection data, string source) => new(
        $"{string.Join(", ", comparison.Cells.Select(result => result.Cell.DisplayName))} compared on {source}",
        comparison.Text,
        [
            data,
            new ReportSection("Side by side", [Measured(comparison.Cells), Scores(comparison.Cells)]),
            new ReportSection("Memory reach",
            [
                new ReportText(
                    "The influence of an input N time steps back on the output: the norm of the gradient, relative to that of the last step. "
                    + "The memory reach in the table is the lag from which it stays below one half; "
                    + "a plus sign means that it does not fall below within the sequences."),
                Chart(comparison.Cells),
            ]),
            .. comparison.Cells.SelectMany(result =>
                new ReportedModel(result.Cell.DisplayName, result.Card, frame)
                {
                    Evaluation = result.Evaluation,
                    Losses = result.Losses,
                    ScoreNote = TrainScreen.ScoreNote,
                }.CreateSections($"{result.Cell.DisplayName}: ")),
        ]);

    private static ReportTable Measured(IReadOnlyList<CellComparison> results) => new(
        [
            "", "gates", "states", "parameters", "multiply-adds per step", "epochs", "training time (s)", "peak memory (MB)", "scored rows/s",
            "reach before", "reach after",
        ],
        [
            .. results.Select(result => (string[])
            [
                result.Cell.DisplayName,
                Text($"{result.Cell.GateCount}"),
                Text($"{result.Cell.StateCount}"),
                Text($"{result.Card.Network.ParameterCount:N0}"),
                Text($"{result.Card.Network.MultiplyAddsPerStep:N0}"),
                Text($"{result.Card.Fit!.Epochs}"),
                Text($"{result.TrainingTime.TotalSeconds:0.0}"),
                Text($"{result.TrainingMemoryBytes / 1e6:N0}"),
                Text($"{result.RowsPerSecond:N0}"),
                result.ReachBefore.HalfLifeText,
                result.ReachAfter.HalfLifeText,
            ]),
        ]);

    private static ReportTable Scores(IReadOnlyList<CellComparison> results)
    {
        var metrics = results[0].Evaluation.Metrics.Keys.ToList();
        return new ReportTable(
            ["", .. metrics.Select(MetricNames.Title)],
            [
                .. results.Select(result => Row(result.Cell.DisplayName, result.Evaluation.Metrics)),
                .. results[0].Evaluation.Baselines.Select(baseline => Row(baseline.Key, baseline.Value)),
            ]);

        string[] Row(string name, IReadOnlyDictionary<string, double> scores) =>
            [name, .. metrics.Select(metric => scores.TryGetValue(metric, out var value) ? Text($"{value:g5}") : "-")];
    }

    private static LineChart Chart(IReadOnlyList<CellComparison> results) => new()
    {
        Title = "Memory reach before and after training",
        X = new ChartAxis("lag (time steps)"),
        Y = new ChartAxis("relative gradient", AxisKind.Logarithmic),
        Series =
        [
            .. results.SelectMany((result, index) => (ChartSeries[])
            [
                Curve($"{result.Cell.DisplayName} before", result.ReachBefore, index) with { IsDashed = true },
                Curve($"{result.Cell.DisplayName} after", result.ReachAfter, index),
            ]),
        ],
    };

    // Vanished gradients are left out: their tiny values would compress the rest of the curve.
    private static ChartSeries Curve(string name, MemoryReach reach, int index) => new(
        name,
        [.. Enumerable.Range(0, reach.Gradients.Count).Select(lag => (double)lag)],
        [.. reach.RelativeGradients.Select(share => share < 1e-12 ? double.NaN : share)])
    {
        Color = FormattableString.Invariant($"s{index + 1}"),
    };

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
