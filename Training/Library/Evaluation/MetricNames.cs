namespace MlNetRecurrent.Training;

/// <summary>The names of metrics in JSON, tables and model cards.</summary>
internal static class MetricNames
{
    public static IReadOnlyDictionary<string, double> ToDictionary(ForecastMetrics metrics) => SelectDefined(
        ("mae", metrics.MeanAbsoluteError),
        ("rmse", metrics.RootMeanSquaredError),
        ("mape", metrics.MeanAbsolutePercentageError),
        ("smape", metrics.SymmetricMeanAbsolutePercentageError),
        ("mase", metrics.MeanAbsoluteScaledError));

    public static IReadOnlyDictionary<string, double> ToDictionary(ClassificationMetrics metrics) => SelectDefined(
        ("accuracy", metrics.Accuracy), ("macroF1", metrics.MacroF1), ("logLoss", metrics.LogLoss));

    /// <summary>The display name of a metric.</summary>
    public static string Title(string metric) => metric switch
    {
        "accuracy" or "coverage" or "pinball" => metric,
        "macroF1" => "macro F1",
        "logLoss" => "log-loss",
        "bitsPerCharacter" => "bits per character",
        "perplexity" => "perplexity",
        "mape" => "MAPE %",
        "smape" => "sMAPE %",
        _ => metric.ToUpperInvariant(),
    };

    // Standard JSON has no NaN: metrics that are undefined for the data are omitted.
    private static Dictionary<string, double> SelectDefined(params (string Name, double Value)[] metrics) =>
        metrics.Where(metric => double.IsFinite(metric.Value)).ToDictionary(metric => metric.Name, metric => metric.Value);
}
