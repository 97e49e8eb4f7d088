using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>Scores for programs.</summary>
internal static class EvaluationJson
{
    /// <summary>Adds the scores of a model and of what needs no model.</summary>
    public static void AddScores(Dictionary<string, object?> values, EvaluationReport report)
    {
        values["task"] = report.Task.ToString().ToLowerInvariant();
        values["rows"] = report.Rows;
        values["metrics"] = report.Metrics;
        values["baselines"] = report.Baselines;
        if (report.Targets is not null)
            values["targets"] = report.Targets;
        if (report.Steps is not null)
            values["steps"] = report.Steps;
        if (report.Confusion is not null)
            (values["labels"], values["confusion"]) = (report.Labels, report.Confusion);
    }
}
