namespace MlNetRecurrent.Training.Tests;

/// <summary>Comparisons with figures that are easy to recognize.</summary>
internal static class Comparisons
{
    /// <summary>A forecaster, scored on 100 windows; the best baseline has an error of 20.</summary>
    public static CellComparison Forecaster(RecurrentCell cell, double mae, double rmse) => Create(cell, new EvaluationReport
    {
        Task = RecurrentTask.Forecast,
        RowCount = 100,
        Metrics = new Dictionary<string, double> { ["mae"] = mae, ["rmse"] = rmse },
        Baselines = new Dictionary<string, IReadOnlyDictionary<string, double>>
        {
            ["last-value"] = new Dictionary<string, double> { ["mae"] = 20, ["rmse"] = 25 },
            ["mean"] = new Dictionary<string, double> { ["mae"] = 90, ["rmse"] = 95 },
        },
    });

    /// <summary>A classifier, scored on 640 sequences; the baseline has an accuracy of one in eight.</summary>
    public static CellComparison Classifier(RecurrentCell cell, double accuracy) => Create(cell, new EvaluationReport
    {
        Task = RecurrentTask.Classify,
        RowCount = 640,
        Metrics = new Dictionary<string, double> { ["accuracy"] = accuracy },
        Baselines = new Dictionary<string, IReadOnlyDictionary<string, double>>
        {
            ["majority"] = new Dictionary<string, double> { ["accuracy"] = 0.125 },
        },
    });

    private static CellComparison Create(RecurrentCell cell, EvaluationReport report) => new()
    {
        Cell = cell,
        Model = new TableModel(default, new ModelCard { Network = NetworkDescription.CreateForecaster(cell, featureCount: 1, hiddenSize: 50) })
        {
            Evaluation = report,
            TrainingTime = TimeSpan.FromSeconds(3.5),
        },
        TrainingMemoryBytes = 123_456_789,
        RowsPerSecond = 123_456.7,
        ReachBefore = MemoryReach.FromGradients([1, 0.5, 0.25]),
        ReachAfter = cell == RecurrentCell.Rnn ? MemoryReach.FromGradients([2, 0.02, 0]) : MemoryReach.FromGradients([1, 1, 1]),
    };
}
