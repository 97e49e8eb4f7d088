namespace MlNetRecurrent.Training;

/// <summary>The scores of a model and of simple baselines on the same data.</summary>
public sealed record EvaluationReport
{
    /// <summary>The name of the model at the start of a sentence, if it has no other.</summary>
    internal const string DefaultName = "The model";

    /// <summary>The task of the model.</summary>
    public required RecurrentTask Task { get; init; }

    /// <summary>The number of windows, sequences or time steps that were scored.</summary>
    public required long RowCount { get; init; }

    /// <summary>
    /// The model's metrics by name: <c>mae</c>, <c>rmse</c>, <c>mase</c> ... for forecasts; <c>accuracy</c>, <c>macroF1</c> and <c>logLoss</c>
    /// for classes.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The metrics of each baseline, by its name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines { get; init; }

    /// <summary>The metrics of each target, by the name of the target; null for a single target.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? MetricsByTarget { get; init; }

    /// <summary>The model's metrics at each step of the horizon, starting with the first; null for a horizon of 1.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>>? MetricsByStep { get; init; }

    /// <summary>The metrics of each baseline at each step of the horizon, by the name of the baseline; null for a horizon of 1.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>>? BaselineMetricsByStep { get; init; }

    /// <summary>The forecasts of series and the actual values; null for classes and for targets of whole sequences.</summary>
    internal ForecastPredictions? Predictions { get; init; }

    /// <summary>The names of the classes; null for forecasts.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>The confusion matrix: the number of times each actual class (row) was predicted as each class (column). Null for forecasts.</summary>
    public IReadOnlyList<IReadOnlyList<long>>? ConfusionMatrix { get; init; }

    /// <summary>The metrics of each class, in the order of <see cref="Labels"/>; null for forecasts and texts.</summary>
    public IReadOnlyList<ClassMetrics>? MetricsByClass { get; init; }

    /// <summary>The comparison with the best baseline; null without a baseline.</summary>
    public BaselineVerdict? Verdict => GetVerdict(DefaultName);

    /// <summary>
    /// Sentences about what the metrics do not cover, such as classes that no scored row has, series without a scale for MASE, or rows that were not
    /// scored, with the reason.
    /// </summary>
    /// <value>Default: none.</value>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A description of the rows that were used for training; null if none was recognized.</summary>
    public string? TrainingOverlap { get; init; }

    /// <summary>
    /// Whether the table is the one that the model was trained on, and its scored rows are the test rows of the training: with the same
    /// stride, the scores are those of the training.
    /// </summary>
    public bool RepeatsTrainingSplit { get; init; }

    /// <summary>The number of rows from one scored window to the next; null for whole sequences and texts, and for the scores of a fit.</summary>
    public int? Stride { get; init; }

    /// <summary>
    /// Warnings about the table that do not prevent scoring: holes and irregular steps in its times, and digits that float32 loses. Usually
    /// empty; always empty for the scores of a training, see <see cref="TableTrainer.Warnings"/>.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The frame that was scored; null if the rows do not come from a table.</summary>
    internal RowFrame? Frame { get; init; }

    /// <summary>The noun for the scored rows in texts.</summary>
    internal string Noun => Task switch
    {
        RecurrentTask.Forecast => "windows",
        RecurrentTask.Tag => "steps",
        RecurrentTask.Language => Metrics.ContainsKey("perplexity") ? "words and symbols" : "characters",
        _ => "sequences",
    };

    /// <summary>Returns the comparison with the best baseline, in which the model has the given name; null without a baseline.</summary>
    internal BaselineVerdict? GetVerdict(string model) => BaselineVerdict.Create(this, model);

    /// <summary>Returns the class of all scored rows; null if there are several, or no classes.</summary>
    internal string? GetOnlyClass() =>
        MetricsByClass?.Index().Where(entry => entry.Item.Support > 0).Take(2).ToList() is [var only] ? Labels![only.Index] : null;

    /// <summary>Returns the card with these metrics.</summary>
    internal ModelCard AddTo(ModelCard card) =>
        card with { Metrics = new SortedDictionary<string, double>(Metrics.ToDictionary(), StringComparer.Ordinal) };
}
