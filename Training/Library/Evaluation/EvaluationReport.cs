namespace MlNetRecurrent.Training;

/// <summary>How a model and the naive forecasts do on the same data.</summary>
internal sealed record EvaluationReport
{
    /// <summary>What was answered.</summary>
    public required RecurrentTask Task { get; init; }

    /// <summary>How many windows, sequences or steps were scored.</summary>
    public required long Rows { get; init; }

    /// <summary>The model's metrics by their names in JSON.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The metrics of each baseline, by its name.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> Baselines { get; init; }

    /// <summary>The metrics of each target where there are several, by its name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>>? Targets { get; init; }

    /// <summary>The model's metrics of each step of a horizon above 1, from the first.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, double>>? Steps { get; init; }

    /// <summary>The baselines' metrics of each step of a horizon above 1, by the baseline's name.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<IReadOnlyDictionary<string, double>>>? BaselineSteps { get; init; }

    /// <summary>The forecasts of series, beside what came; null for classes and for numbers that answer whole sequences.</summary>
    public ForecastAnswers? Forecasts { get; init; }

    /// <summary>The names of the classes.</summary>
    public IReadOnlyList<string>? Labels { get; init; }

    /// <summary>How often a class (row) was answered by a class (column).</summary>
    public IReadOnlyList<IReadOnlyList<long>>? Confusion { get; init; }
}
