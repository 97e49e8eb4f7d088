namespace MlNetRecurrent.Training;

/// <summary>Scores a classifier or tagger, and the majority-class baseline, on sequences of a frame.</summary>
internal static class ClassEvaluation
{
    /// <param name="frame">The data.</param>
    /// <param name="sequences">The sequences to score.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Cancels the scoring between batches.</param>
    /// <exception cref="SequenceDataException">A label is not a class of the model.</exception>
    public static EvaluationReport Run(RowFrame frame, IReadOnlyList<RowSequence> sequences, FileScorer model, CancellationToken cancellation)
    {
        var card = model.Card;
        var classes = Classes(frame, card.Labels);
        int[] actual = card.Network.Task == RecurrentTask.Tag
            ? [.. sequences.SelectMany(sequence => sequence.TaggedRows).Select(row => classes[frame.RowLabels[row]])]
            : [.. sequences.Select(sequence => classes[frame.RowLabels[sequence.End - 1]])];
        var metrics = ClassificationMetrics.FromProbabilities(actual, model.Score(frame, sequences, cancellation), card.Labels.Count);
        var report = new EvaluationReport
        {
            Task = card.Network.Task,
            RowCount = actual.Length,
            Metrics = MetricNames.ToDictionary(metrics),
            Baselines = card.Data?.LabelCounts is { } counts && counts.Sum() > 0
                ? new Dictionary<string, IReadOnlyDictionary<string, double>> { ["majority"] = Majority(actual, counts) }
                : new Dictionary<string, IReadOnlyDictionary<string, double>>(),
            Labels = card.Labels,
            ConfusionMatrix = metrics.ConfusionMatrix,
            MetricsByClass = metrics.Classes,
        };
        return report with { Notes = [.. ClassCoverage.Describe(card.Labels, metrics.Classes, report.Noun)] };
    }

    // The baseline's probabilities are the shares of the classes in the training data.
    private static IReadOnlyDictionary<string, double> Majority(int[] actual, IReadOnlyList<long> counts)
    {
        float[] shares = [.. counts.Select(count => (float)((double)count / counts.Sum()))];
        float[] probabilities = [.. actual.SelectMany(_ => shares)];
        return MetricNames.ToDictionary(ClassificationMetrics.FromProbabilities(actual, probabilities, counts.Count));
    }

    // The model's class index of each label of the frame.
    private static int[] Classes(RowFrame frame, IReadOnlyList<string> labels)
    {
        var indices = labels.Index().ToDictionary(entry => entry.Item, entry => entry.Index, StringComparer.Ordinal);
        return [.. frame.Labels.Select(label => indices.TryGetValue(label, out var index)
            ? index
            : throw new SequenceDataException(
                $"{frame.Name}: label '{label}' of column '{frame.Columns.Label}' is unknown to the model, "
                + $"which has {labels.Count} classes: {string.Join(", ", labels)}."))];
    }
}
