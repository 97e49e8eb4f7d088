using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The JSON output of <c>retrain</c>.</summary>
internal static class RetrainJson
{
    /// <summary>The values of the result by name.</summary>
    public static Dictionary<string, object?> Create(RetrainResult result, RetrainOptions options)
    {
        var values = TrainJson.Create(new TrainResult
        {
            Cell = options.Training.Cell,
            File = options.File,
            Card = result.Card,
            Duration = result.TrainingTime,
            Evaluation = result.Candidate,
            Warnings = result.Warnings,
        });
        values["promoted"] = result.IsPromoted;
        values["metric"] = result.Metric;
        values["oldMetrics"] = result.Previous.Metrics;
        (values["heldOut"], values["seenByOld"]) = (result.HeldOutCount, result.TrainingOverlapCount);
        values["kept"] = result.PreviousModelFile;
        return values;
    }
}
