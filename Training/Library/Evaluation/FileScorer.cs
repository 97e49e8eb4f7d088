using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Scores sequences of a frame with an exported file: variable-length sequences, future covariates and quantiles.</summary>
internal sealed class FileScorer(byte[] file, ModelCard card, string name) : IDisposable
{
    private const int BatchSize = 256;

    private readonly InferenceSession _session = OnnxRuntimeEngine.Open(file, name);

    /// <summary>The model card.</summary>
    public ModelCard Card => card;

    /// <summary>
    /// Returns the outputs of all sequences, concatenated, each in the shape of its task: for taggers [tagged rows, classes], without the rows that
    /// are only context.
    /// </summary>
    public float[] Score(RowFrame frame, IReadOnlyList<RowSequence> sequences, CancellationToken cancellation) =>
        Score(OnnxNames.Output, frame, sequences, cancellation);

    /// <summary>Returns the quantiles of a forecaster that has them, [sequences, horizon, targets, levels].</summary>
    public float[] ScoreQuantiles(RowFrame frame, IReadOnlyList<RowSequence> sequences, CancellationToken cancellation) =>
        Score(OnnxNames.Quantiles, frame, sequences, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Score(string output, RowFrame frame, IReadOnlyList<RowSequence> sequences, CancellationToken cancellation)
    {
        var (scores, filled) = (Array.Empty<float>(), 0);
        using var options = new RunOptions();
        for (var first = 0; first < sequences.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = sequences[first].Length;
            var count = 1;
            while (count < BatchSize && first + count < sequences.Count && sequences[first + count].Length == length)
                count++;
            using var input = Gather(frame.Values, frame.Features, sequences, first, count, length);
            var (covariates, horizon) = (card.Network.Forecast.FutureCovariates, card.Network.Forecast.Horizon);
            using var future = covariates == 0 ? null : Gather(frame.FutureCovariates, covariates, sequences, first, count, length + horizon);
            using var outputs = future is null
                ? _session.Run(options, [OnnxNames.Input], [input], [output])
                : _session.Run(options, [OnnxNames.Input, OnnxNames.FutureCovariates], [input, future], [output]);
            var values = outputs[0].GetTensorDataAsSpan<float>();
            if (first == 0)
                scores = new float[CountScores(sequences, values.Length / count)];
            filled += Copy(values, sequences, first, count, scores.AsSpan(filled));
            first += count;
        }

        return scores;
    }

    // The number of scores of all sequences, from that of the first one: the scores of millions of windows are stored once.
    private long CountScores(IReadOnlyList<RowSequence> sequences, int firstCount) => card.Network.HasOutputPerStep
        ? sequences.Sum(sequence => (long)sequence.TaggedCount) * (firstCount / sequences[0].Length)
        : (long)sequences.Count * firstCount;

    private int Copy(ReadOnlySpan<float> outputs, IReadOnlyList<RowSequence> sequences, int first, int count, Span<float> scores)
    {
        if (!card.Network.HasOutputPerStep)
        {
            outputs.CopyTo(scores);
            return outputs.Length;
        }

        // [count, rows, classes]
        var (size, filled) = (outputs.Length / count, 0);
        for (var index = 0; index < count; index++)
        {
            var sequence = sequences[first + index];
            var classes = size / sequence.Length;
            var tagged = outputs.Slice((index * size) + (sequence.ContextBefore * classes), sequence.TaggedCount * classes);
            tagged.CopyTo(scores[filled..]);
            filled += tagged.Length;
        }

        return filled;
    }

    // [count, rows, columns]: rows from the start of each sequence.
    private static OrtValue Gather(float[] values, int columns, IReadOnlyList<RowSequence> sequences, int first, int count, int rows)
    {
        var size = rows * columns;
        var gathered = new float[count * size];
        for (var index = 0; index < count; index++)
            values.AsSpan(sequences[first + index].Start * columns, size).CopyTo(gathered.AsSpan(index * size));
        return OrtValue.CreateTensorValueFromMemory(gathered, [count, rows, columns]);
    }
}
