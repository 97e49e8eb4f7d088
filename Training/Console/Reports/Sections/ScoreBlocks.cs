using System.Globalization;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Shows the scores of a model and of the baselines.</summary>
internal static class ScoreBlocks
{
    /// <summary>Creates a paragraph, a table and a chart.</summary>
    /// <param name="report">The scores.</param>
    /// <param name="model">The name of the model in the report.</param>
    /// <param name="what">A description of the scored rows.</param>
    public static IReadOnlyList<IReportBlock> Create(EvaluationReport report, string model, string what)
    {
        var sentences = string.Concat(EvaluationTable.GetSentences(report, model).Select(sentence => $" {sentence}"));
        return
        [
            new ReportText($"{EvaluationTable.FormatCount(report, what)}.{sentences}"),
            Table(report, model),
            Chart(report, model),
        ];
    }

    private static ReportTable Table(EvaluationReport report, string model)
    {
        var names = report.Metrics.Keys.ToList();
        var rows = new[] { (Name: model, Metrics: report.Metrics) }
            .Concat((report.MetricsByTarget ?? new Dictionary<string, IReadOnlyDictionary<string, double>>())
                .Select(target => (Name: $"{model}: {target.Key}", Metrics: target.Value)))
            .Concat(report.Baselines.Select(baseline => (Name: baseline.Key, Metrics: baseline.Value)));
        return new ReportTable(["", .. names.Select(MetricNames.Title)], [.. rows.Select(Row)]) { MarksFirst = true };

        IReadOnlyList<string> Row((string Name, IReadOnlyDictionary<string, double> Metrics) row) =>
            [row.Name, .. names.Select(metric => Format(row.Metrics, metric))];

        static string Format(IReadOnlyDictionary<string, double> metrics, string metric) =>
            metrics.TryGetValue(metric, out var value) ? value.ToString("g5", CultureInfo.InvariantCulture) : "-";
    }

    private static BarChart Chart(EvaluationReport report, string model)
    {
        var metric = TestScore.GetMetric(report);
        var title = metric switch
        {
            "mae" => "Mean absolute error: lower is better",
            "accuracy" => "Accuracy: higher is better",
            _ => $"{MetricNames.Title(metric)}: lower is better",
        };
        return new BarChart(
            title,
            [
                new ChartBar(model, report.Metrics.GetValueOrDefault(metric, double.NaN), IsMarked: true),
                .. report.Baselines.Select(baseline => new ChartBar(baseline.Key, baseline.Value.GetValueOrDefault(metric, double.NaN))),
            ]);
    }
}
