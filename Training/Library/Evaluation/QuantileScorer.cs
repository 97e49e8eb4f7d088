using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;

namespace MlNetRecurrent.Training;

/// <summary>The quantiles that an exported forecaster gives for windows of a frame.</summary>
internal static class QuantileScorer
{
    private const int BatchSize = 256;

    /// <summary>[windows, horizon, targets, levels], one after another.</summary>
    public static float[] Score(byte[] file, RowFrame frame, IReadOnlyList<RowStretch> windows, CancellationToken cancellation)
    {
        using var session = OnnxRuntimeEngine.Open(file, "model");
        using var options = new RunOptions();
        var quantiles = new List<float>();
        for (var first = 0; first < windows.Count; first += BatchSize)
        {
            cancellation.ThrowIfCancellationRequested();
            var count = Math.Min(BatchSize, windows.Count - first);
            using var input = OrtValue.CreateTensorValueFromMemory(SequenceScorer.Gather(frame, windows, first, count), [count, windows[first].Length, frame.Features]);
            using var outputs = session.Run(options, [RecurrentNames.Input], [input], [RecurrentNames.Quantiles]);
            quantiles.AddRange(outputs[0].GetTensorDataAsSpan<float>());
        }

        return [.. quantiles];
    }
}
