namespace MlNetRecurrent.Console;

/// <summary>The JSON output of <c>train</c>.</summary>
internal static class TrainJson
{
    /// <summary>The values of one model by name.</summary>
    public static Dictionary<string, object?> Create(TrainResult result)
    {
        var fit = result.Card.Fit!;
        var values = new Dictionary<string, object?>
        {
            ["file"] = result.File,
            ["cell"] = result.Cell.Name,
            ["parameters"] = result.Card.Network.ParameterCount,
            ["epochs"] = fit.Epochs,
            ["loss"] = fit.FinalLoss,
            ["seconds"] = Math.Round(result.Duration.TotalSeconds, 3),
            ["parity"] = result.Card.ParityError,
        };
        if (fit.BestEpoch is { } best)
            (values["bestEpoch"], values["validationLoss"]) = (best, fit.ValidationLoss);
        if (result.Evaluation is { } report)
            EvaluationJson.AddScores(values, report);
        values["warnings"] = result.Warnings;
        return values;
    }
}
