using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>Scores stretches of a frame by an exported file: sequences of several lengths, covariates known ahead, quantiles.</summary>
internal sealed class FileScorer(byte[] file, ModelCard card, string name) : IDisposable
{
    private const int BatchSize = 256;

    private readonly InferenceSession _session = OnnxRuntimeEngine.Open(file, name);

    /// <summary>What the file says about itself.</summary>
    public ModelCard Card => card;

    /// <summary>The answers to stretches, one after another, each in the shape that its task has.</summary>
    public float[] Score(RowFrame frame, IReadOnlyList<RowSequence> stretches, CancellationToken cancellation) => Score(OnnxNames.Output, frame, stretches, cancellation);

    /// <summary>[stretches, horizon, targets, levels] of a forecaster that has quantiles.</summary>
    public float[] ScoreQuantiles(RowFrame frame, IReadOnlyList<RowSequence> stretches, CancellationToken cancellation) => Score(OnnxNames.Quantiles, frame, stretches, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _session.Dispose();

    private float[] Score(string output, RowFrame frame, IReadOnlyList<RowSequence> stretches, CancellationToken cancellation)
    {
        var answers = new List<float>();
        using var options = new RunOptions();
        for (var first = 0; first < stretches.Count;)
        {
            cancellation.ThrowIfCancellationRequested();
            var length = stretches[first].Length;
            var count = 1;
            while (count < BatchSize && first + count < stretches.Count && stretches[first + count].Length == length)
                count++;
            using var input = Gather(frame.Values, frame.Features, stretches, first, count, length);
            using var known = card.Network.Forecast.FutureCovariates == 0 ? null : Gather(frame.FutureCovariates, card.Network.Forecast.FutureCovariates, stretches, first, count, length + card.Network.Forecast.Horizon);
            using var outputs = known is null
                ? _session.Run(options, [OnnxNames.Input], [input], [output])
                : _session.Run(options, [OnnxNames.Input, OnnxNames.FutureCovariates], [input, known], [output]);
            answers.AddRange(outputs[0].GetTensorDataAsSpan<float>());
            first += count;
        }

        return [.. answers];
    }

    // [count, rows, columns] of rows from the start of each stretch on.
    private static OrtValue Gather(float[] values, int columns, IReadOnlyList<RowSequence> stretches, int first, int count, int rows)
    {
        var size = rows * columns;
        var gathered = new float[count * size];
        for (var index = 0; index < count; index++)
            values.AsSpan(stretches[first + index].Start * columns, size).CopyTo(gathered.AsSpan(index * size));
        return OrtValue.CreateTensorValueFromMemory(gathered, [count, rows, columns]);
    }
}
