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
            var sequences = Gather(frame, stretches, first, count);
            var size = count * model.AnswerSize(length);
            model.ScoreBatch(sequences, count, answers.AsSpan(written, size));
            (first, written) = (first + count, written + size);
        }

        return answers;
    }

    /// <summary>[count, time, features] of stretches of one length.</summary>
    public static float[] Gather(RowFrame frame, IReadOnlyList<RowStretch> stretches, int first, int count)
    {
        var size = stretches[first].Length * frame.Features;
        var sequences = new float[count * size];
        for (var index = 0; index < count; index++)
            frame.Values.AsSpan(stretches[first + index].Start * frame.Features, size).CopyTo(sequences.AsSpan(index * size));
        return sequences;
    }
}
