using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The sentence that compares a model with the best baseline, for every task and for scores without a percentage.</summary>
public sealed class BaselineVerdictTests
{
    [Theory]
    [InlineData(8, 10, VerdictOutcome.Better, "The model beats the baseline last-value: its MAE is 20.0 % lower.")]
    [InlineData(12, 10, VerdictOutcome.Worse,
        "The baseline last-value beats the model, whose MAE is 20.0 % higher: use the baseline, or other training options.")]
    [InlineData(10.05, 10, VerdictOutcome.Equal, "The model is no better than the baseline last-value: their MAEs differ by at most 1 %.")]
    [InlineData(0, 10, VerdictOutcome.Better, "The model beats the baseline last-value: its MAE is 100.0 % lower.")]
    [InlineData(0, 0, VerdictOutcome.Equal, "The model is no better than the baseline last-value: their MAEs differ by at most 1 %.")]
    [InlineData(0.5, 0, VerdictOutcome.Worse,
        "The baseline last-value beats the model, whose MAE is 0.5 against 0: use the baseline, or other training options.")]
    [InlineData(0.5, 1e-30, VerdictOutcome.Worse,
        "The baseline last-value beats the model, whose MAE is 0.5 against 1e-30: use the baseline, or other training options.")]
    [InlineData(double.NaN, 10, VerdictOutcome.Worse,
        "The baseline last-value beats the model, which has no finite MAE: use the baseline, or other training options.")]
    [InlineData(double.PositiveInfinity, 10, VerdictOutcome.Worse,
        "The baseline last-value beats the model, which has no finite MAE: use the baseline, or other training options.")]
    [InlineData(8, double.NaN, VerdictOutcome.Better, "The model beats the baseline last-value, which has no finite MAE.")]
    [InlineData(8, double.PositiveInfinity, VerdictOutcome.Better, "The model beats the baseline last-value, which has no finite MAE.")]
    [InlineData(double.NaN, double.NaN, VerdictOutcome.Undecided,
        "Neither the model nor a baseline has a finite MAE: these scores say nothing.")]
    public void Verdict_Forecasts_ComparesTheErrors(double model, double baseline, VerdictOutcome outcome, string text) =>
        Check(Report(RecurrentTask.Forecast, "mae", model, baseline, "last-value"), outcome, text);

    [Theory]
    [InlineData("perplexity", 225, 316, VerdictOutcome.Better,
        "The model beats the baseline order-2: its perplexity is 28.8 % lower, 225 against 316.")]
    [InlineData("perplexity", 316, 225, VerdictOutcome.Worse,
        "The baseline order-2 beats the model, whose perplexity is 40.4 % higher, 316 against 225: "
        + "use the baseline, or other training options.")]
    [InlineData("bitsPerCharacter", 2, 2.01, VerdictOutcome.Equal,
        "The model is no better than the baseline order-2: their numbers of bits per character differ by at most 1 %.")]
    public void Verdict_Texts_ComparesWithNgrams(string metric, double model, double baseline, VerdictOutcome outcome, string text) =>
        Check(Report(RecurrentTask.Language, metric, model, baseline, "order-2"), outcome, text);

    [Theory]
    [InlineData(RecurrentTask.Classify, 0.9, 0.5, 0.8, 0.3, VerdictOutcome.Better,
        "The model beats the baseline majority: its accuracy is 40.0 points higher, 0.9 against 0.5.")]
    [InlineData(RecurrentTask.Tag, 0.5, 0.9, 0.5, 0.3, VerdictOutcome.Worse,
        "The baseline majority beats the model, whose accuracy is 40.0 points lower, "
        + "0.5 against 0.9: use the baseline, or other training options.")]
    [InlineData(RecurrentTask.Classify, 0.51, 0.5, 0.5, 0.3, VerdictOutcome.Better,
        "The model beats the baseline majority: its accuracy is 1.0 points higher, 0.51 against 0.5, which is within the noise of 100 sequences.")]
    [InlineData(RecurrentTask.Classify, 0.5, 0.5, 0.3, 0.3, VerdictOutcome.Equal,
        "The model is no better than the baseline majority: both have accuracy "
        + "0.5; these scores say nothing about what it has learned.")]
    [InlineData(RecurrentTask.Tag, 0.5, 0.5, 0.4, 0.3, VerdictOutcome.Equal,
        "The model is no better than the baseline majority: both have accuracy 0.5, with macro F1 0.4 against 0.3.")]
    public void Verdict_Classes_ComparesWithTheMajority(
        RecurrentTask task, double model, double baseline, double modelF1, double baselineF1, VerdictOutcome outcome, string text)
    {
        var report = Report(task, "accuracy", model, baseline, "majority");
        Check(
            report with
            {
                Metrics = new Dictionary<string, double>(report.Metrics) { ["macroF1"] = modelF1 },
                Baselines = new Dictionary<string, IReadOnlyDictionary<string, double>>
                {
                    ["majority"] = new Dictionary<string, double> { ["accuracy"] = baseline, ["macroF1"] = baselineF1 },
                },
            },
            outcome,
            text);
    }

    [Fact]
    public void Verdict_OneClassInTheTestRows_IsUndecided()
    {
        var classes = ClassificationMetrics.FromClasses([1, 1, 1], [1, 1, 0], 3).Classes;
        var report = Report(RecurrentTask.Classify, "accuracy", 2 / 3.0, 1, "majority") with { Labels = ["a", "b", "c"], MetricsByClass = classes };

        Check(report, VerdictOutcome.Undecided,
            "All 100 scored sequences have the class 'b': these scores say nothing about how well the model tells the classes apart.");
    }

    [Fact]
    public void Verdict_SeveralBaselines_ComparesWithTheBest()
    {
        var report = Report(RecurrentTask.Forecast, "mae", 8, 16, "mean");
        report = report with
        {
            Baselines = new Dictionary<string, IReadOnlyDictionary<string, double>>(report.Baselines)
            {
                ["last-value"] = new Dictionary<string, double> { ["mae"] = 10 },
                ["seasonal-naive"] = new Dictionary<string, double>(),
            }
        };

        Assert.Equal("LSTM beats the best baseline, last-value: its MAE is 20.0 % lower.", report.GetVerdict("LSTM")!.Text);
        var verdict = report.Verdict!;
        Assert.Equal(("mae", "last-value", 8, 10), (verdict.Metric, verdict.Baseline, verdict.ModelScore, verdict.BaselineScore));
        Assert.Null((report with { Baselines = new Dictionary<string, IReadOnlyDictionary<string, double>>() }).Verdict);
    }

    [Theory]
    [InlineData(5, 0, "MAE of the previous model 0, of the new model 5: the previous model is better.")]
    [InlineData(0, 0, "MAE of the previous model 0, of the new model 0: both are equally good.")]
    [InlineData(0, 5, "MAE of the previous model 5, of the new model 0: the new model is better by 100.0 %.")]
    public void ModelComparison_ErrorOfZero_HasNoPercentage(double candidate, double previous, string text) => Assert.Equal(
        text,
        new ModelComparison(
            Report(RecurrentTask.Forecast, "mae", previous, 1, "mean"), Report(RecurrentTask.Forecast, "mae", candidate, 1, "mean")).Verdict);

    [Theory]
    [InlineData(double.NaN, 10, "A baseline is better: last-value has MAE 10.")]
    [InlineData(5, 0, "A baseline is better: last-value has MAE 0.")]
    public void Recommendation_ScoresWithoutARatio_NamesTheBaseline(double model, double baseline, string sentence)
    {
        var cell = Comparisons.Forecaster(RecurrentCell.Gru, 1, 1);
        var report = Report(RecurrentTask.Forecast, "mae", model, baseline, "last-value");

        var recommendation = Recommendation.Create([cell with { Model = cell.Model with { Evaluation = report } }]);

        Assert.Null(recommendation.Cell);
        Assert.Contains(sentence, recommendation.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new[] { 0, 0 }, new[] { 0, 0 },
        "None of the scored sequences has one of 2 of the 3 classes ('b', 'c'): these scores say nothing about them.",
        "Macro F1 is the mean over 1 of 3 classes: those that occur or are predicted.")]
    [InlineData(new[] { 0, 1 }, new[] { 0, 2 }, "None of the scored sequences has the class 'c': these scores say nothing about it.")]
    [InlineData(new[] { 0, 1, 2 }, new[] { 0, 0, 0 })]
    public void Describe_ClassesWithoutRows_NamesThem(int[] actual, int[] predicted, params string[] sentences) => Assert.Equal(
        sentences, ClassCoverage.Describe(["a", "b", "c"], ClassificationMetrics.FromClasses(actual, predicted, 3).Classes, "sequences"));

    private static void Check(EvaluationReport report, VerdictOutcome outcome, string text) =>
        Assert.Equal((outcome, text), (report.Verdict!.Outcome, report.Verdict.Text));

    private static EvaluationReport Report(RecurrentTask task, string metric, double model, double baseline, string name) => new()
    {
        Task = task,
        RowCount = 100,
        Metrics = Metrics(metric, model),
        Baselines = new Dictionary<string, IReadOnlyDictionary<string, double>> { [name] = Metrics(metric, baseline) },
    };

    // As MetricNames: a metric that is undefined is left out.
    private static Dictionary<string, double> Metrics(string metric, double value) =>
        double.IsNaN(value) ? [] : new Dictionary<string, double> { [metric] = value };
}
