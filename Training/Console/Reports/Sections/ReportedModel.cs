using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>The sections of a report about one model.</summary>
/// <param name="Name">The name of the model in the report.</param>
/// <param name="Card">The model card.</param>
/// <param name="Frame">The rows that the model was scored on; null for a text.</param>
internal sealed record ReportedModel(string Name, ModelCard Card, RowFrame? Frame)
{
    /// <summary>The scores; null if no data was held out.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>A description of the scored rows, such as "none used for training".</summary>
    public string ScoreNote { get; init; } = "none used for training";

    /// <summary>The losses of all fits, concatenated; empty if the model was not trained in this run.</summary>
    public IReadOnlyList<FitProgress> Losses { get; init; } = [];

    /// <summary>Creates the sections.</summary>
    /// <param name="prefix">The prefix of each heading, for a report about several models.</param>
    public IEnumerable<ReportSection> CreateSections(string prefix = "")
    {
        if (Evaluation is not null)
        {
            var errorsByStep = Evaluation.MetricsByStep is null ? [] : (IReportBlock[])[ErrorsByStep.CreateChart(Evaluation, Name)];
            yield return new ReportSection($"{prefix}Scores", [.. ScoreBlocks.Create(Evaluation, Name, ScoreNote), .. errorsByStep]);
        }

        if (Losses.Count > 0)
            yield return new ReportSection($"{prefix}Training", LossBlocks.Create(Losses, Card));
        if (Evaluation?.Predictions is { } forecasts)
            yield return new ReportSection($"{prefix}Forecasts", [.. ForecastBlocks.Create(forecasts, Frame!, Card)]);
        if (Evaluation?.MetricsByClass is { } classes)
        {
            var rows = Evaluation.Labels!.Zip(classes, ClassScores.GetCells);
            yield return new ReportSection($"{prefix}Classes", [new ReportTable(ClassScores.Header, [.. rows])]);
        }

        if (Evaluation?.ConfusionMatrix is { } confusion)
        {
            var matrix = new ConfusionMatrix("Actual and predicted classes", Evaluation.Labels!, confusion);
            yield return new ReportSection($"{prefix}Confusion matrix", [matrix]);
        }

        var properties = CardText.GetProperties(Card).Select(property => (string[])[property.Name, property.Text]);
        yield return new ReportSection($"{prefix}Model card", [new ReportTable(["property", "value"], [.. properties])]);
    }
}
