using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The report of a run of <c>train</c>.</summary>
internal static class TrainReport
{
    /// <summary>All models of a run on one page.</summary>
    /// <param name="results">The models.</param>
    /// <param name="frame">The rows; null for a text.</param>
    /// <param name="source">What the data are called.</param>
    /// <param name="refit">Whether they were fitted once more on everything.</param>
    public static ReportPage Create(IReadOnlyList<TrainResult> results, RowFrame? frame, string source, bool refit)
    {
        var sections = results.SelectMany(result =>
            new ReportedModel(result.Cell.DisplayName, result.Card, frame) { Evaluation = result.Evaluation, Losses = result.Losses, ScoreNote = "never fitted, never used to choose" }
                .CreateSections(results.Count > 1 ? $"{result.Cell.DisplayName}: " : ""));
        return new ReportPage(
            $"{string.Join(", ", results.Select(result => result.Cell.DisplayName))} on {source}",
            $"Fitted and exported by train{(refit ? "; after the scores were taken, fitted once more on everything" : "")}: {string.Join(", ", results.Select(result => result.File))}.",
            results.Count > 1 ? [SideBySide(results), .. sections] : [.. sections]);
    }

    private static ReportSection SideBySide(IReadOnlyList<TrainResult> results)
    {
        var metrics = results[0].Evaluation?.Metrics.Keys.ToList() ?? [];
        return new ReportSection("Side by side",
        [
            new ReportTable(
                ["", "parameters", "epochs", "seconds", .. metrics.Select(MetricNames.Title)],
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
