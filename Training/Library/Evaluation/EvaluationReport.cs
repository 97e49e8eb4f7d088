namespace MlNetRecurrent.Training;

/// <summary>The scores of a model and of simple baselines on the same data.</summary>
public sealed record EvaluationReport
{
    /// <summary>The task of the model.</summary>
    public required RecurrentTask Task { get; init; }

    /// <summary>The number of windows, sequences or steps that were scored.</summary>
    public required long RowCount { get; init; }

    /// <summary>
    /// The model's metrics by name: <c>mae</c>, <c>rmse</c>, <c>mase</c> ... of forecasts; <c>accuracy</c>, <c>macroF1</c>, <c>logLoss</c> of
    /// classes.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The metrics of each baseline, by its name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines { get; init; }

    /// <summary>The metrics of each target where there are several, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? MetricsByTarget { get; init; }

    /// <summary>The model's metrics of each step of a horizon above 1, from the first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>>? MetricsByStep { get; init; }

    /// <summary>The baselines' metrics of each step of a horizon above 1, by the baseline's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>>? BaselineMetricsByStep { get; init; }

    /// <summary>The forecasts of series, beside what came; null for classes and for numbers that answer whole sequences.</summary>
    internal ForecastPredictions? Predictions { get; init; }

    /// <summary>The names of the classes; null for forecasts.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The confusion matrix: how often each actual class (row) was predicted as each class (column). Null for forecasts.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? ConfusionMatrix { get; init; }

    /// <summary>What of the data the model was fitted on, in words; null where nothing was recognized.</summary>
    public string? TrainingOverlap { get; init; }

    /// <summary>The rows that were scored, where they come from a table.</summary>
    internal RowFrame? Frame { get; init; }

    /// <summary>What the scored rows are called.</summary>
    internal string Noun => Task switch
    {
        RecurrentTask.Forecast => "windows",
        RecurrentTask.Tag => "steps",
        RecurrentTask.Language => Metrics.ContainsKey("perplexity") ? "words and signs" : "characters",
        _ => "sequences",
    };

    /// <summary>A card with these scores.</summary>
    internal ModelCard AddTo(ModelCard card) => card with { Metrics = new SortedDictionary<string, double>(Metrics.ToDictionary(), StringComparer.Ordinal) };
}
