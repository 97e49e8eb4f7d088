namespace MlNetRecurrent.Console;

/// <summary>What <c>retrain</c> did, for programs.</summary>
internal static class RetrainJson
{
    /// <summary>The values by their names.</summary>
    public static Dictionary<string, object?> Of(RetrainResult result, RetrainOptions options)
    {
        var values = TrainJson.Of(new TrainResult
        {
            Cell = options.Fit.Cells[0],
            File = options.Model,
            Card = result.Card,
            Time = result.Time,
            Evaluation = result.Comparison.New,
        });
        values["promoted"] = result.Comparison.IsPromoted;
        values["metric"] = result.Comparison.Metric;
        values["oldMetrics"] = result.Comparison.Old.Metrics;
        (values["heldOut"], values["seenByOld"]) = (result.HeldOut, result.Seen);
        values["kept"] = result.Kept;
        return values;
    }
}
