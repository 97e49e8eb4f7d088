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
        // Sequences of equal length are scored together, whatever their order.
        var order = sequences is RowSequences { CommonLength: not null } ? null
            : Enumerable.Range(0, sequences.Count).OrderBy(index => sequences[index].Length).ToArray();
        var firstRows = card.Network.HasOutputPerStep ? GetFirstRows(sequences) : null;
        var scores = Array.Empty<float>();
        var (inputs, futures) = (Array.Empty<float>(), Array.Empty<float>());
        using var options = new RunOptions();
        for (var first = 0; first < sequences.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = sequences[GetIndex(first)].Length;
            var count = 1;
            while (count < BatchSize && first + count < sequences.Count && sequences[GetIndex(first + count)].Length == length)
                count++;
            RowSequence[] batch = [.. Enumerable.Range(first, count).Select(position => sequences[GetIndex(position)])];
            using var input = Gather(frame.Values, frame.Features, batch, length, ref inputs);
            var (covariates, horizon) = (card.Network.Forecast.FutureCovariates, card.Network.Forecast.Horizon);
            using var future = covariates == 0 ? null : Gather(frame.FutureCovariates, covariates, batch, length + horizon, ref futures);
            using var outputs = future is null
                ? _session.Run(options, [OnnxNames.Input], [input], [output])
                : _session.Run(options, [OnnxNames.Input, OnnxNames.FutureCovariates], [input, future], [output]);
            var values = outputs[0].GetTensorDataAsSpan<float>();
            // [count, rows, values], or [count, values].
            var size = values.Length / (firstRows is null ? count : count * length);
            if (scores.Length == 0)
                scores = new float[(firstRows?[^1] ?? sequences.Count) * (long)size];
            for (var index = 0; index < count; index++)
            {
                var (row, rows) = firstRows is null ? (index, 1) : ((index * length) + batch[index].ContextBefore, batch[index].TaggedCount);
                var position = GetIndex(first + index);
                values.Slice(row * size, rows * size).CopyTo(scores.AsSpan((firstRows?[position] ?? position) * size));
            }

            first += count;
        }

        return scores;

        int GetIndex(int position) => order?[position] ?? position;
    }

    // The first row of outputs of each sequence of a tagger, and the number of all.
    private static int[] GetFirstRows(IReadOnlyList<RowSequence> sequences)
    {
        var rows = new int[sequences.Count + 1];
        for (var index = 0; index < sequences.Count; index++)
            rows[index + 1] = rows[index] + sequences[index].TaggedCount;
        return rows;
    }

    // [count, rows, columns]: rows from the start of each sequence. One buffer serves all batches.
    private static OrtValue Gather(float[] values, int columns, RowSequence[] sequences, int rows, ref float[] buffer)
    {
        var size = rows * columns;
        if (buffer.Length < sequences.Length * size)
            buffer = new float[sequences.Length * size];
        for (var index = 0; index < sequences.Length; index++)
            values.AsSpan(sequences[index].Start * columns, size).CopyTo(buffer.AsSpan(index * size));
        return OrtValue.CreateTensorValueFromMemory(
            OrtMemoryInfo.DefaultInstance, buffer.AsMemory(0, sequences.Length * size), [sequences.Length, rows, columns]);
    }
}
