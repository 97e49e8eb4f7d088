using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The comparison of a model with the best baseline on the same rows.</summary>
public sealed record BaselineVerdict
{
    // Errors that differ by less are called equal.
    private const double Tolerance = 0.01;

    private const string Advice = "use the baseline, or other training options";

    // Above it, a percentage is harder to read than the two scores.
    private const double MaxPercent = 1000;

    /// <summary>
    /// The name of the metric: <c>mae</c> for forecasts, <c>accuracy</c> for classes, <c>bitsPerCharacter</c> or <c>perplexity</c> for texts.
    /// </summary>
    public required string Metric { get; init; }

    /// <summary>The name of the best baseline.</summary>
    public required string Baseline { get; init; }

    /// <summary>The score of the model; NaN if it is undefined or infinite.</summary>
    public required double ModelScore { get; init; }

    /// <summary>The score of the baseline; NaN if it is undefined or infinite.</summary>
    public required double BaselineScore { get; init; }

    /// <summary>Whether the model is better.</summary>
    public required VerdictOutcome Outcome { get; init; }

    /// <summary>The comparison in a sentence.</summary>
    public required string Text { get; init; }

    /// <summary>Compares a model with the best baseline of its report; null without a baseline.</summary>
    /// <param name="report">The scores.</param>
    /// <param name="model">The name of the model at the start of a sentence.</param>
    internal static BaselineVerdict? Create(EvaluationReport report, string model)
    {
        if (report.Baselines.Count == 0)
            return null;
        var metric = TestScore.GetMetric(report);
        var (name, best) = report.Baselines
            .Select(baseline => (baseline.Key, Score: TestScore.Create(report, baseline.Value)))
            .MinBy(baseline => baseline.Score.Loss);
        var score = TestScore.Create(report, report.Metrics);
        var (outcome, text) = report.GetOnlyClass() is { } only
            ? (VerdictOutcome.Undecided, FormattableString.Invariant($"All {report.RowCount:N0} scored {report.Noun} have the class '{only}': ")
                + $"these scores say nothing about how well {LowerFirst(model)} tells the classes apart.")
            : Compare(report, score, best, name, model);
        return new BaselineVerdict
        {
            Metric = metric,
            Baseline = name,
            ModelScore = score.Value,
            BaselineScore = best.Value,
            Outcome = outcome,
            Text = text,
        };
    }

    private static (VerdictOutcome Outcome, string Text) Compare(EvaluationReport report, TestScore score, TestScore best, string name, string model)
    {
        var (title, titles) = GetTitles(TestScore.GetMetric(report));
        if (double.IsNaN(best.Value) || double.IsNaN(score.Value))
            return CompareUndefined(score, best, name, model, title);
        var isAccuracy = report.Task is RecurrentTask.Classify or RecurrentTask.Tag;
        var (x, y) = (score.Value, best.Value);
        var baseline = $"{(report.Baselines.Count == 1 ? "the baseline" : "the best baseline,")} {name}";
        if (isAccuracy ? x == y : Math.Abs(x - y) <= Tolerance * y)
            return (VerdictOutcome.Equal, $"{model} is no better than {baseline}: {DescribeEqual(report, name, titles, score, best)}.");
        var (amount, noise) = (DescribeAmount(x, y, report.Task), DescribeNoise(report, score, best));
        return score.Loss < best.Loss
            ? (VerdictOutcome.Better, $"{model} beats {baseline}: its {title} is {amount}{noise}.")
            : (VerdictOutcome.Worse, $"The baseline {name} beats {LowerFirst(model)}, whose {title} is {amount}{noise}: {Advice}.");
    }

    private static (VerdictOutcome Outcome, string Text) CompareUndefined(
        TestScore score, TestScore best, string name, string model, string title) => (double.IsNaN(score.Value), double.IsNaN(best.Value)) switch
        {
            (true, true) => (VerdictOutcome.Undecided, $"Neither {LowerFirst(model)} nor a baseline has a finite {title}: these scores say nothing."),
            (true, _) => (VerdictOutcome.Worse, $"The baseline {name} beats {LowerFirst(model)}, which has no finite {title}: {Advice}."),
            _ => (VerdictOutcome.Better, $"{model} beats the baseline {name}, which has no finite {title}."),
        };

    private static (string One, string Several) GetTitles(string metric) => metric switch
    {
        "mae" => ("MAE", "MAEs"),
        "perplexity" => ("perplexity", "perplexities"),
        "bitsPerCharacter" => ("number of bits per character", "numbers of bits per character"),
        _ => ("accuracy", "accuracies"),
    };

    private static string DescribeEqual(EvaluationReport report, string name, string titles, TestScore score, TestScore best)
    {
        if (report.Task is not (RecurrentTask.Classify or RecurrentTask.Tag))
            return $"their {titles} differ by at most 1 %";
        var (own, other) = (report.Metrics.GetValueOrDefault("macroF1"), report.Baselines[name].GetValueOrDefault("macroF1"));
        return own == other
            ? string.Create(CultureInfo.InvariantCulture, $"both have accuracy {score.Value:g5}; these scores say nothing about what it has learned")
            : string.Create(CultureInfo.InvariantCulture, $"both have accuracy {best.Value:g5}, with macro F1 {own:g5} against {other:g5}");
    }

    private static string DescribeAmount(double x, double y, RecurrentTask task)
    {
        var isAccuracy = task is RecurrentTask.Classify or RecurrentTask.Tag;
        var percent = 100 * Math.Abs(isAccuracy ? x - y : (x / y) - 1);
        var scores = string.Create(CultureInfo.InvariantCulture, $"{x:g5} against {y:g5}");
        // Nothing is a percentage of 0.
        if (!(percent <= MaxPercent))
            return scores;
        var change = string.Create(CultureInfo.InvariantCulture, $"{percent:0.0} {(isAccuracy ? "points" : "%")} {(x > y ? "higher" : "lower")}");
        return task == RecurrentTask.Forecast ? change : $"{change}, {scores}";
    }

    // The windows of a forecaster overlap and the tokens of a text depend on each other: only sequences and steps count as independent.
    private static string DescribeNoise(EvaluationReport report, TestScore score, TestScore best) =>
        report.Task is not (RecurrentTask.Classify or RecurrentTask.Tag) || score.IsWorseThan(best) || best.IsWorseThan(score)
            ? ""
            : string.Create(CultureInfo.InvariantCulture, $", which is within the noise of {report.RowCount:N0} {report.Noun}");

    // A file name or a cell keeps its first letter.
    private static string LowerFirst(string model) => model == EvaluationReport.DefaultName ? "the model" : model;
}
