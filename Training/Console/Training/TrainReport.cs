using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The report of <c>train</c>.</summary>
internal static class TrainReport
{
    /// <summary>Creates a page with all models of a run.</summary>
    /// <param name="results">The models.</param>
    /// <param name="frame">The rows of the table; null for a text.</param>
    /// <param name="profile">The profile of these rows; null for a text.</param>
    /// <param name="source">The name of the data.</param>
    /// <param name="refit">Whether the models were trained once more on all data.</param>
    public static ReportPage Create(IReadOnlyList<TrainResult> results, RowFrame? frame, TableProfile? profile, string source, bool refit)
    {
        var sections = results.SelectMany(result =>
            new ReportedModel(result.Cell.DisplayName, result.Card, frame)
            {
                Evaluation = result.Evaluation,
                Losses = result.Losses,
                ScoreNote = TrainScreen.ScoreNote,
            }.CreateSections(results.Count > 1 ? $"{result.Cell.DisplayName}: " : ""));
        var note = refit ? "; trained once more on all data after scoring" : "";
        return new ReportPage(
            $"{string.Join(", ", results.Select(result => result.Cell.DisplayName))} on {source}",
            $"Trained and exported by train{note}: {string.Join(", ", results.Select(result => Path.GetFileName(result.File)))}.",
            [
                .. profile is null ? [] : (ReportSection[])[ProfileBlocks.CreateSection(profile, results[0].Warnings)],
                .. results.Count > 1 ? [SideBySide(results)] : (ReportSection[])[],
                .. sections,
            ]);
    }

    private static ReportSection SideBySide(IReadOnlyList<TrainResult> results)
    {
        var metrics = results[0].Evaluation?.Metrics.Keys.ToList() ?? [];
        return new ReportSection("Side by side",
        [
            new ReportTable(
                ["", "parameters", "epochs", "training time (s)", .. metrics.Select(MetricNames.Title)],
                [.. results.Select(result => (string[])
                [
                    result.Cell.DisplayName,
                    Text($"{result.Card.Network.ParameterCount:N0}"),
                    Text($"{result.Card.Fit!.Epochs}"),
                    Text($"{result.Duration.TotalSeconds:0.0}"),
                    .. metrics.Select(metric => result.Evaluation!.Metrics.TryGetValue(metric, out var value) ? Text($"{value:g5}") : "-"),
                ])]),
        ]);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
