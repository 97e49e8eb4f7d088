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
        if (report.Notes.Count > 0)
            values["notes"] = report.Notes;
        if (report.ConfusionMatrix is not null)
            (values["labels"], values["confusion"]) = (report.Labels, report.ConfusionMatrix);
    }
}
