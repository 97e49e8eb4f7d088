namespace MlNetRecurrent.Training;

/// <summary>Scores stretches of a frame by an exported model.</summary>
internal static class SequenceScorer
{
    private const int BatchSize = 256;

    /// <summary>The answers to stretches, one after another.</summary>
    public static float[] Score(RecurrentModel model, RowFrame frame, IReadOnlyList<RowStretch> stretches, CancellationToken cancellation = default)
    {
        var answers = new float[stretches.Sum(stretch => (long)model.AnswerSize(stretch.Length))];
        var written = 0;
        for (var first = 0; first < stretches.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = stretches[first].Length;
            var count = 1;
            while (count < BatchSize && first + count < stretches.Count && stretches[first + count].Length == length)
                count++;
            var sequences = new float[count * length * frame.Features];
            for (var index = 0; index < count; index++)
                frame.Values.AsSpan(stretches[first + index].Start * frame.Features, length * frame.Features).CopyTo(sequences.AsSpan(index * length * frame.Features));
            var size = count * model.AnswerSize(length);
            model.ScoreBatch(sequences, count, answers.AsSpan(written, size));
            (first, written) = (first + count, written + size);
        }

        return answers;
    }
}
