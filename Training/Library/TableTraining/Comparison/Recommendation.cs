using System.Globalization;

namespace MlNetRecurrent.Training;

/// <summary>Which cell to use, from the figures.</summary>
/// <param name="Cell">The cell; null where a naive forecast does as well as the best.</param>
/// <param name="Text">Why, in a paragraph.</param>
internal sealed record Recommendation(RecurrentCell? Cell, string Text)
{
    /// <summary>Weighs results: of the cells that are as good as the best but for noise, the one that computes least.</summary>
    public static Recommendation Create(IReadOnlyList<CellComparison> results)
    {
        var scores = results.ToDictionary(result => result.Cell, result => TestScore.Create(result.Evaluation, result.Evaluation.Metrics));
        var best = results.MinBy(result => scores[result.Cell].Loss)!;
        var alike = results.Where(result => !scores[result.Cell].IsWorseThan(scores[best.Cell])).ToList();
        var chosen = alike.MinBy(result => result.Card.Network.MultiplyAddsPerStep)!;
        var behind = results.Except(alike).ToList();
        var report = best.Evaluation;
        var metric = MetricNames.Title(TestScore.GetMetric(report));
        var sentences = new List<string>
        {
            alike.Count == 1
                ? $"{chosen.Cell.DisplayName} has the best {metric}: {Scores(alike)}."
                : string.Create(CultureInfo.InvariantCulture, $"{Names(alike)} are alike in {metric} ({Scores(alike)}) within the noise of {report.RowCount:N0} tested {report.Noun}; of these {chosen.Cell.DisplayName} computes least, {chosen.Card.Network.MultiplyAddsPerStep:N0} multiply-adds a step."),
        };
        if (behind.Count > 0)
            sentences.Add($"Behind by more than noise: {Scores(behind)}; memory reach {string.Join(", ", behind.Select(Reach))} against {Reach(chosen)}.");
        var naive = CompareWithBaseline(report, scores[chosen.Cell], metric, out var isBetter);
        if (naive is not null)
            sentences.Add(naive);
        sentences.Add("Noise is two standard errors over the tested rows; another seed can move the figures as much again.");
        return isBetter
            ? new Recommendation(chosen.Cell, $"Recommended: {chosen.Cell.DisplayName}. {string.Join(' ', sentences)}")
            : new Recommendation(null, $"Recommended: none of the cells as they are fitted here. {string.Join(' ', sentences)}");

        string Scores(IEnumerable<CellComparison> some) => string.Join(", ", some.Select(result => $"{result.Cell.DisplayName} {scores[result.Cell].Text}"));
    }

    private static string? CompareWithBaseline(EvaluationReport report, TestScore score, string metric, out bool isBetter)
    {
        isBetter = true;
        if (report.Baselines.Count == 0)
            return null;
        var (name, naive) = report.Baselines.Select(baseline => (baseline.Key, Score: TestScore.Create(report, baseline.Value))).MinBy(baseline => baseline.Score.Loss);
        isBetter = naive.IsWorseThan(score);
        return isBetter ? $"The best that needs no network, {name}, has {metric} {naive.Text}."
            : score.IsWorseThan(naive) ? $"What needs no network is better: {name} has {metric} {naive.Text}."
            : $"What needs no network is as good within noise: {name} has {metric} {naive.Text}.";
    }

    private static string Names(IReadOnlyList<CellComparison> results) =>
        $"{string.Join(", ", results.SkipLast(1).Select(result => result.Cell.DisplayName))} and {results[^1].Cell.DisplayName}";

    private static string Reach(CellComparison result) => $"{result.Cell.DisplayName} {result.ReachAfter.HalfLifeText}";
}
