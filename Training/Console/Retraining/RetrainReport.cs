using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The report of <c>retrain</c>.</summary>
internal static class RetrainReport
{
    /// <summary>Creates a page that compares the previous and the new model, followed by the sections about the new model.</summary>
    /// <param name="options">The options.</param>
    /// <param name="result">The result.</param>
    /// <param name="losses">The losses of all fits, concatenated.</param>
    /// <param name="isWhole">Whether the data consists of whole sequences instead of rows.</param>
    public static ReportPage Create(RetrainOptions options, RetrainResult result, IReadOnlyList<FitProgress> losses, bool isWhole)
    {
        var (comparison, name) = (result.Comparison, Path.GetFileName(options.File));
        var shown = new ReportedModel(options.CandidateName, result.Card, result.Frame)
        {
            Evaluation = comparison.Candidate,
            Losses = losses,
            ScoreNote = RetrainScreen.ScoreNote,
        };
        var metrics = comparison.Candidate.Metrics.Keys.ToList();
        var both = new List<IReportBlock>
        {
            new ReportText(string.Join(
                ' ',
                (string[])[
                    RetrainText.DescribeOverlap(result, isWhole),
                    comparison.Verdict,
                    .. RetrainText.DescribeResult(name, Shorten(result.PreviousModelFile), options.Training.Refit)])),
            new ReportTable(
                ["", .. metrics.Select(MetricNames.Title)],
                [Row(options.CandidateName, comparison.Candidate), Row(options.PreviousName, comparison.Previous)])
            {
                MarksFirst = comparison.IsPromoted,
            },
            new BarChart(
                $"{MetricNames.Title(comparison.Metric)}: {(comparison.Metric == "accuracy" ? "higher" : "lower")} is better",
                [
                    new ChartBar(options.CandidateName, Value(comparison.Candidate), comparison.IsPromoted),
                    new ChartBar(options.PreviousName, Value(comparison.Previous), !comparison.IsPromoted),
                ]),
        };
        if (comparison.Candidate.Predictions is { } forecasts)
            both.Add(ForecastBlocks.CreateComparison(forecasts, comparison.Previous.Predictions!, result.Frame, result.Card));
        return new ReportPage(
            $"{name} retrained on {options.Source.Title}",
            comparison.IsPromoted
                ? "The new model is at least as good as the previous one and has replaced it."
                : "The previous model is better and was kept.",
            [
                ProfileBlocks.CreateSection(TableProfile.FromFrame(result.Frame), result.Frame.Warnings),
                new ReportSection("Previous and new model", both),
                .. shown.CreateSections("New model: "),
            ]);

        string[] Row(string model, EvaluationReport report) =>
            [model, .. metrics.Select(metric => Format(report, metric))];

        static string Format(EvaluationReport report, string metric) =>
            report.Metrics.TryGetValue(metric, out var value) ? value.ToString("g5", CultureInfo.InvariantCulture) : "-";

        double Value(EvaluationReport report) => report.Metrics.GetValueOrDefault(comparison.Metric, double.NaN);
    }

    // Reports are passed on: of the path of a file in the history, only the name of the history and of the file are shown.
    private static string? Shorten(string? file) =>
        file is null ? null : Path.Join(Path.GetFileName(Path.GetDirectoryName(file)), Path.GetFileName(file));
}
