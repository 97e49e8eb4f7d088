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
        var verdict = EvaluationTable.GetVerdict(report, model);
        return
        [
            new ReportText($"{EvaluationTable.FormatCount(report, what)}.{(verdict is null ? "" : $" {verdict}")}"),
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
        var (metric, title) = report.Task switch
        {
            RecurrentTask.Forecast => ("mae", "Mean absolute error: lower is better"),
            RecurrentTask.Language => (report.Metrics.Keys.First(), $"{MetricNames.Title(report.Metrics.Keys.First())}: lower is better"),
            _ => ("accuracy", "Accuracy: higher is better"),
        };
        return new BarChart(
            title,
            [
                new ChartBar(model, report.Metrics[metric], IsMarked: true),
                .. report.Baselines.Select(baseline => new ChartBar(baseline.Key, baseline.Value[metric])),
            ]);
    }
}
