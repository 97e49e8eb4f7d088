using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>The recommended cell of a comparison, with the reasons.</summary>
/// <param name="Cell">The cell; null if a baseline is as good as the best cell.</param>
/// <param name="Text">The reasons, in a paragraph.</param>
internal sealed record Recommendation(RecurrentCell? Cell, string Text)
{
    /// <summary>Recommends the cheapest of the cells that are as good as the best one within noise.</summary>
    public static Recommendation Create(IReadOnlyList<CellComparison> results)
    {
        var scores = results.ToDictionary(result => result.Cell, result => TestScore.Create(result.Evaluation, result.Evaluation.Metrics));
        var best = results.MinBy(result => scores[result.Cell].Loss)!;
        var tied = results.Where(result => !scores[result.Cell].IsWorseThan(scores[best.Cell])).ToList();
        var chosen = tied.MinBy(result => result.Card.Network.MultiplyAddsPerStep)!;
        var worse = results.Except(tied).ToList();
        var report = best.Evaluation;
        var metric = MetricNames.Title(TestScore.GetMetric(report));
        var sentences = new List<string>
        {
            tied.Count == 1
                ? $"{chosen.Cell.DisplayName} has the best {metric}: {Scores(tied)}."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Names(tied)} are equal in {metric} ({Scores(tied)}) within the noise of {report.RowCount:N0} test {report.Noun}; ") +
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{chosen.Cell.DisplayName} is the cheapest of them, with {chosen.Card.Network.MultiplyAddsPerStep:N0} multiply-adds per step."),
        };
        if (worse.Count > 0)
        {
            var reaches = string.Join(", ", worse.Select(Reach));
            sentences.Add($"Worse by more than the noise: {Scores(worse)}; memory reach {reaches}, compared with {Reach(chosen)}.");
        }

        var baseline = CompareWithBaseline(report, scores[chosen.Cell], metric, out var isBetter);
        if (baseline is not null)
            sentences.Add(baseline);
        if (report.GetOnlyClass() is not null)
        {
            isBetter = false;
            sentences.Add(report.GetVerdict("a cell")!.Text);
        }

        sentences.AddRange(report.Notes);
        sentences.Add("The noise is two standard errors over the test rows; a different seed can change the figures by as much again.");
        return isBetter
            ? new Recommendation(chosen.Cell, $"Recommended: {chosen.Cell.DisplayName}. {string.Join(' ', sentences)}")
            : new Recommendation(null, $"Recommended: none of the cells as trained here. {string.Join(' ', sentences)}");

        string Scores(IEnumerable<CellComparison> cells) =>
            string.Join(", ", cells.Select(result => $"{result.Cell.DisplayName} {scores[result.Cell].Text}"));
    }

    private static string? CompareWithBaseline(EvaluationReport report, TestScore score, string metric, out bool isBetter)
    {
        isBetter = true;
        if (report.Baselines.Count == 0)
            return null;
        var (name, best) = report.Baselines
            .Select(baseline => (baseline.Key, Score: TestScore.Create(report, baseline.Value)))
            .MinBy(baseline => baseline.Score.Loss);
        isBetter = best.IsWorseThan(score);
        return isBetter ? $"The best baseline, {name}, has {metric} {best.Text}."
            : score.IsWorseThan(best) ? $"A baseline is better: {name} has {metric} {best.Text}."
            : $"A baseline is as good within noise: {name} has {metric} {best.Text}.";
    }

    private static string Names(IReadOnlyList<CellComparison> results) =>
        $"{string.Join(", ", results.SkipLast(1).Select(result => result.Cell.DisplayName))} and {results[^1].Cell.DisplayName}";

    private static string Reach(CellComparison result) => $"{result.Cell.DisplayName} {result.ReachAfter.HalfLifeText}";
}
