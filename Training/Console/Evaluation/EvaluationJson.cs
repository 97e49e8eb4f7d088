using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The JSON output of scores.</summary>
internal static class EvaluationJson
{
    /// <summary>Adds the scores of a model and of the baselines.</summary>
    public static void AddScores(Dictionary<string, object?> values, EvaluationReport report)
    {
        values["task"] = report.Task.ToString().ToLowerInvariant();
        values["rows"] = report.RowCount;
        values["metrics"] = report.Metrics;
        values["baselines"] = report.Baselines;
        if (report.MetricsByTarget is not null)
            values["targets"] = report.MetricsByTarget;
        if (report.MetricsByStep is not null)
            values["steps"] = report.MetricsByStep;
        if (report.MetricsByClass is not null)
            values["classes"] = report.Labels!.Zip(report.MetricsByClass, Create).ToList();
        if (report.Verdict is { } verdict)
            values["verdict"] = Create(verdict);
        values["notes"] = report.Notes;
        if (report.ConfusionMatrix is not null)
            (values["labels"], values["confusion"]) = (report.Labels, report.ConfusionMatrix);
    }

    private static Dictionary<string, object?> Create(string label, ClassMetrics metrics) => new()
    {
        ["label"] = label,
        ["precision"] = Finite(metrics.Precision),
        ["recall"] = Finite(metrics.Recall),
        ["f1"] = Finite(metrics.F1),
        ["averagePrecision"] = Finite(metrics.AveragePrecision),
        ["support"] = metrics.Support,
        ["predicted"] = metrics.PredictedCount,
    };

    private static Dictionary<string, object?> Create(BaselineVerdict verdict) => new()
    {
        ["outcome"] = verdict.Outcome.ToString().ToLowerInvariant(),
        ["metric"] = verdict.Metric,
        ["model"] = Finite(verdict.ModelScore),
        ["baseline"] = verdict.Baseline,
        ["baselineScore"] = Finite(verdict.BaselineScore),
        ["text"] = verdict.Text,
    };

    // Standard JSON has no NaN: a figure that the data does not define is null.
    private static double? Finite(double value) => double.IsFinite(value) ? value : null;
}
