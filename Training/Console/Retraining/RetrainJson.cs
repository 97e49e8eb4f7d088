using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>What <c>retrain</c> did, for programs.</summary>
internal static class RetrainJson
{
    /// <summary>The values by their names.</summary>
    public static Dictionary<string, object?> Of(RetrainResult result, RetrainOptions options)
    {
        var values = TrainJson.Of(new TrainResult
        {
            Cell = options.Training.Cell,
            File = options.File,
            Card = result.Card,
            Time = result.TrainingTime,
            Evaluation = result.New,
        });
        values["promoted"] = result.IsPromoted;
        values["metric"] = result.Metric;
        values["oldMetrics"] = result.Old.Metrics;
        (values["heldOut"], values["seenByOld"]) = (result.HeldOut, result.SeenByOld);
        values["kept"] = result.PreviousFile;
        return values;
    }
}
