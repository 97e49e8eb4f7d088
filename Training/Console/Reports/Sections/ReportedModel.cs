using MlNetRecurrent.Training;

namespace MlNetRecurrent.Console;

/// <summary>A model as reports show it.</summary>
/// <param name="Name">What the report calls it.</param>
/// <param name="Card">What its file says.</param>
/// <param name="Frame">The rows that it was scored on; null for a text.</param>
internal sealed record ReportedModel(string Name, ModelCard Card, RowFrame? Frame)
{
    /// <summary>Its scores; null where no rows were put aside.</summary>
    public EvaluationReport? Evaluation { get; init; }

    /// <summary>What the scored rows are, such as "none of them fitted".</summary>
    public string ScoreNote { get; init; } = "none of them fitted";

    /// <summary>The losses of its fits, one after another; empty where nothing was fitted.</summary>
    public IReadOnlyList<FitProgress> Losses { get; init; } = [];

    /// <summary>All sections about it.</summary>
    /// <param name="prefix">What stands before each heading, where a report shows several models.</param>
    public IEnumerable<ReportSection> CreateSections(string prefix = "")
    {
        if (Evaluation is not null)
            yield return new ReportSection($"{prefix}Scores", [.. ScoreBlocks.Create(Evaluation, Name, ScoreNote), .. Evaluation.MetricsByStep is null ? [] : (IReportBlock[])[ErrorsByStep.CreateChart(Evaluation, Name)]]);
        if (Losses.Count > 0)
            yield return new ReportSection($"{prefix}Fit", LossBlocks.Create(Losses, Card));
        if (Evaluation?.Predictions is { } forecasts)
            yield return new ReportSection($"{prefix}Forecasts", [.. ForecastBlocks.Create(forecasts, Frame!, Card)]);
        if (Evaluation?.ConfusionMatrix is { } confusion)
            yield return new ReportSection($"{prefix}Confusion", [new ConfusionMatrix("What came, and what was answered", Evaluation.Labels!, confusion)]);
        yield return new ReportSection($"{prefix}Model card", [new ReportTable(["property", "value"], [.. CardText.GetProperties(Card).Select(property => (string[])[property.Name, property.Text])])]);
    }
}
