namespace MlNetRecurrent.Training;

/// <summary>Scores a classifier or tagger, and the class that was fitted most often, on sequences of a frame.</summary>
internal static class ClassEvaluation
{
    /// <param name="frame">The data.</param>
    /// <param name="sequences">The sequences to score.</param>
    /// <param name="model">The model.</param>
    /// <param name="cancellation">Ends the scoring between batches.</param>
    /// <exception cref="SequenceDataException">A label is not one of the model's.</exception>
    public static EvaluationReport Run(RowFrame frame, IReadOnlyList<RowSequence> sequences, FileScorer model, CancellationToken cancellation)
    {
        var card = model.Card;
        var classes = Classes(frame, card.Labels);
        int[] actual = card.Network.Task == RecurrentTask.Tag
            ? [.. sequences.SelectMany(sequence => Enumerable.Range(sequence.Start, sequence.Length)).Select(row => classes[frame.RowLabels[row]])]
            : [.. sequences.Select(sequence => classes[frame.RowLabels[sequence.End - 1]])];
        var metrics = ClassificationMetrics.FromProbabilities(actual, model.Score(frame, sequences, cancellation), card.Labels.Count);
        return new EvaluationReport
        {
            Task = card.Network.Task,
            RowCount = actual.Length,
            Metrics = MetricNames.ToDictionary(metrics),
            Baselines = card.Data?.LabelCounts is { } counts
                ? new Dictionary<string, IReadOnlyDictionary<string, double>> { ["majority"] = Majority(actual, counts) }
                : new Dictionary<string, IReadOnlyDictionary<string, double>>(),
            Labels = card.Labels,
            ConfusionMatrix = metrics.ConfusionMatrix,
        };
    }

    // The class that was fitted most often, with the shares of the fitted classes as its probabilities.
    private static IReadOnlyDictionary<string, double> Majority(int[] actual, IReadOnlyList<long> counts)
    {
        float[] shares = [.. counts.Select(count => (float)((double)count / counts.Sum()))];
        float[] probabilities = [.. actual.SelectMany(_ => shares)];
        return MetricNames.ToDictionary(ClassificationMetrics.FromProbabilities(actual, probabilities, counts.Count));
    }

    // The model's number of each of the frame's labels.
    private static int[] Classes(RowFrame frame, IReadOnlyList<string> labels)
    {
        var places = labels.Select((label, index) => (label, index)).ToDictionary(entry => entry.label, entry => entry.index, StringComparer.Ordinal);
        return [.. frame.Labels.Select(label => places.TryGetValue(label, out var place)
            ? place
            : throw new SequenceDataException($"{frame.Name}: label '{label}' of column '{frame.Columns.Label}' is not one of the {labels.Count} that the model was fitted on ({string.Join(", ", labels)})."))];
    }
}
