using System.Globalization;
using MlNetRecurrent.Training;
using Spectre.Console;

namespace MlNetRecurrent.Console;

/// <summary>The table that compares a model with the baselines.</summary>
internal static class EvaluationTable
{
    private const int MaxClasses = 12;

    /// <summary>Writes the scores of a model, the verdict and the confusion matrix.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="report">The scores.</param>
    /// <param name="model">The name of the model.</param>
    /// <param name="what">A description of the scored rows.</param>
    /// <param name="others">The names and metrics of other models, scored on the same rows.</param>
    public static void Write(
        IAnsiConsole console,
        EvaluationReport report,
        string model,
        string what,
        params (string Name, IReadOnlyDictionary<string, double> Metrics)[] others)
    {
        WriteScores(console, report, what, [(model, report.Metrics), .. GetTargetMetrics(report), .. others]);
        if (report.MetricsByStep is { } steps && steps[^1].TryGetValue("mae", out var last))
        {
            var percentage = steps[^1].TryGetValue("mape", out var mape) ? string.Create(CultureInfo.InvariantCulture, $", MAPE {mape:g4} %") : "";
            var first = steps[0]["mae"];
            console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Step 1: MAE {first:g5}; step {steps.Count}: MAE {last:g5}{percentage}."));
        }

        if (report.GetVerdict(model) is { } verdict)
            console.WriteSafeLine(verdict.Text);
        console.WriteNotes(report.Notes);
        if (report.MetricsByClass is { } classes)
            ClassScores.Write(console, report.Labels!, classes);
        if (report.ConfusionMatrix is { } confusion && confusion.Count <= MaxClasses)
            console.Write(Confusion(report.Labels!, confusion));
    }

    /// <summary>Writes the scores of several models on the same rows, followed by those of the baselines.</summary>
    /// <param name="console">The console to write to.</param>
    /// <param name="models">The models, at least one.</param>
    /// <param name="what">A description of the scored rows.</param>
    public static void Write(IAnsiConsole console, IReadOnlyList<(string Name, EvaluationReport Report)> models, string what)
    {
        WriteScores(
            console,
            models[0].Report,
            what,
            models.SelectMany(model => GetTargetMetrics(model.Report).Prepend((model.Name, model.Report.Metrics))));
        foreach (var (name, report) in models)
        {
            if (report.GetVerdict(name) is { } verdict)
                console.WriteSafeLine(verdict.Text);
        }

        // The models are scored on the same rows.
        console.WriteNotes(models[0].Report.Notes);
    }

    /// <summary>Returns the verdict and the notes on what the scores do not cover.</summary>
    public static IEnumerable<string> GetSentences(EvaluationReport report, string model) =>
        report.GetVerdict(model) is { } verdict ? report.Notes.Prepend(verdict.Text) : report.Notes;

    /// <summary>Formats the number of scored rows.</summary>
    public static string FormatCount(EvaluationReport report, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"Scores on {report.RowCount:N0} {report.Noun}, {what}");

    private static IEnumerable<(string Name, IReadOnlyDictionary<string, double> Metrics)> GetTargetMetrics(EvaluationReport report) =>
        (report.MetricsByTarget ?? new Dictionary<string, IReadOnlyDictionary<string, double>>()).Select(target => ($"  {target.Key}", target.Value));

    private static void WriteScores(
        IAnsiConsole console, EvaluationReport report, string what, IEnumerable<(string Name, IReadOnlyDictionary<string, double> Metrics)> models)
    {
        console.WriteLine($"{FormatCount(report, what)}:");
        var names = report.Metrics.Keys.ToList();
        var table = new Table().Border(TableBorder.Horizontal);
        table.AddColumn(new TableColumn("").NoWrap());
        foreach (var name in names)
            table.AddColumn(new TableColumn(MetricNames.Title(name)).RightAligned().NoWrap());
        foreach (var (name, metrics) in models.Concat(report.Baselines.Select(baseline => (baseline.Key, baseline.Value))))
            table.AddRow([ConsoleText.CreateCell(name), .. names.Select(metric => new Text(Format(metrics, metric)))]);
        console.Write(table);

        static string Format(IReadOnlyDictionary<string, double> metrics, string metric) =>
            metrics.TryGetValue(metric, out var value) ? value.ToString("g5", CultureInfo.InvariantCulture) : "-";
    }

    private static Table Confusion(IReadOnlyList<string> labels, IReadOnlyList<IReadOnlyList<long>> confusion)
    {
        var table = new Table().Border(TableBorder.Horizontal).AddColumn(new TableColumn("actual \\ predicted").NoWrap());
        foreach (var label in labels)
            table.AddColumn(new TableColumn(ConsoleText.CreateCell(label)).RightAligned().NoWrap());
        foreach (var (label, row) in labels.Zip(confusion))
            table.AddRow([ConsoleText.CreateCell(label), .. row.Select(count => new Text(count.ToString(CultureInfo.InvariantCulture)))]);
        return table;
    }
}
