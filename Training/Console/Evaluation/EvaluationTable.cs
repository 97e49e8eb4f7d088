using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>A model and the naive forecasts side by side.</summary>
internal static class EvaluationTable
{
    private const int MaxClasses = 12;

    /// <summary>Writes the scores.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="report">The scores.</param>
    /// <param name="model">What the table calls the model.</param>
    /// <param name="what">What the scored rows are.</param>
    /// <param name="beside">Other models, which were scored on the same rows.</param>
    public static void Write(
        IAnsiConsole console, EvaluationReport report, string model, string what, params (string Name, IReadOnlyDictionary<string, double> Metrics)[] beside)
    {
        WriteScores(console, report, what, [(model, report.Metrics), .. GetTargetMetrics(report), .. beside]);
        if (report.MetricsByStep is { } steps && steps[^1].TryGetValue("mae", out var last))
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Step 1: MAE {steps[0]["mae"]:g5}; step {steps.Count}: MAE {last:g5}{(steps[^1].TryGetValue("mape", out var mape) ? $", MAPE {mape:g4} %" : "")}."));
        if (GetVerdict(report, model) is { } verdict)
            console.WriteLine(verdict);
        if (report.ConfusionMatrix is { } confusion && confusion.Count <= MaxClasses)
            console.Write(Confusion(report.Labels!, confusion));
    }

    /// <summary>Writes the scores of models on the same rows above those of the naive forecasts.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="models">The models, at least one.</param>
    /// <param name="what">What the scored rows are.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<(string Name, EvaluationReport Report)> models, string what) =>
        WriteScores(console, models[0].Report, what, models.SelectMany(model => GetTargetMetrics(model.Report).Prepend((model.Name, model.Report.Metrics))));

    /// <summary>How much was scored, in words.</summary>
    public static string FormatCount(EvaluationReport report, string what)
    {
        return string.Create(CultureInfo.InvariantCulture, $"Scores on {report.RowCount:N0} {report.Noun}, {what}");
    }

    /// <summary>
    /// Who wins, in words: a model that does not beat a naive forecast is worth no more than it. Null where there is none to compare with.
    /// </summary>
    public static string? GetVerdict(EvaluationReport report, string model)
    {
        if (report.Task != RecurrentTask.Forecast || report.Baselines.Count == 0)
            return null;
        var (name, best) = report.Baselines.Select(baseline => (baseline.Key, baseline.Value["mae"])).MinBy(baseline => baseline.Item2);
        var share = 100 * ((report.Metrics["mae"] / best) - 1);
        return share switch
        {
            < -1 => string.Create(CultureInfo.InvariantCulture, $"{model} beats the best naive forecast, {name}, by {-share:0.0} % of its MAE."),
            > 1 => string.Create(CultureInfo.InvariantCulture, $"The naive forecast {name} beats {model} by {share:0.0} % of its MAE: use it instead, or another recipe."),
            _ => $"{model} is within 1 % of the naive forecast {name}: it predicts no more than that does.",
        };
    }

    private static IEnumerable<(string Name, IReadOnlyDictionary<string, double> Metrics)> GetTargetMetrics(EvaluationReport report) =>
        (report.MetricsByTarget ?? new Dictionary<string, IReadOnlyDictionary<string, double>>()).Select(target => ($"  {target.Key}", target.Value));

    private static void WriteScores(IAnsiConsole console, EvaluationReport report, string what, IEnumerable<(string Name, IReadOnlyDictionary<string, double> Metrics)> models)
    {
        console.WriteLine($"{FormatCount(report, what)}:");
        var names = report.Metrics.Keys.ToList();
        var table = new Table().Border(TableBorder.Horizontal);
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (var name in names)
            table.AddColumn(new TableColumn(MetricNames.Title(name)).RightAligned().NoWrap());
        foreach (var (name, metrics) in models.Concat(report.Baselines.Select(baseline => (baseline.Key, baseline.Value))))
            table.AddRow([new Text(name), .. names.Select(metric => new Text(metrics.TryGetValue(metric, out var value) ? value.ToString("g5", CultureInfo.InvariantCulture) : "-"))]);
        console.Write(table);
    }

    private static Table Confusion(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<long>> confusion)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumn(new TableColumn("came \\ answered").NoWrap());
        foreach (var label in labels)
            table.AddColumn(new TableColumn(Markup.Escape(label)).RightAligned().NoWrap());
        foreach (var (label, row) in labels.Zip(confusion))
            table.AddRow([new Text(label), .. row.Select(count => new Text(count.ToString(CultureInfo.InvariantCulture)))]);
        return table;
    }
}
