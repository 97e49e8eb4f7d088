using Microsoft.ML.OnnxRuntime;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>
/// Computes the maximum difference between a network in TorchSharp and its exported file in ONNX Runtime, for batch sizes 1, 7 and 64, lengths 1, 2,
/// 20 and 200, and random initial states; and for a batch of variable-length sequences compared with each of them alone.
/// </summary>
internal static class ExportMatrix
{
    public static IReadOnlyList<int> Batches { get; } = [1, 7, 64];

    public static IReadOnlyList<int> Times { get; } = [1, 2, 20, 200];

    /// <summary>Returns the maximum absolute difference over every output and final state, which are of order 1.</summary>
    public static double GetMaxDifference(MatrixTopology topology)
    {
        using var network = RecurrentNetwork.Create(topology.Description, seed: topology.Layers);
        network.eval();
        using var none = no_grad();
        using var options = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(OnnxExporter.Export(network).Bytes.ToArray(), options);
        var max = Batches.Max(batch => Times.Max(time => CompareFullLengths(network, session, batch, time)));
        return Math.Max(max, CompareVariableLengths(network, session, [5, 1, 20, 13, 2, 20, 7]));
    }

    private static double CompareFullLengths(RecurrentNetwork network, InferenceSession session, int batch, int time)
    {
        using var scope = NewDisposeScope();
        var inputs = MatrixBatch.Random(network.Description, batch, time);
        return MatrixBatch.Difference(network.Run(inputs.Input, inputs.States), inputs.Run(session));
    }

    private static double CompareVariableLengths(RecurrentNetwork network, InferenceSession session, int[] lengths)
    {
        using var scope = NewDisposeScope();
        var inputs = MatrixBatch.Random(network.Description, lengths.Length, lengths.Max());
        var outputs = inputs.Run(session, lengths);
        return Enumerable.Range(0, lengths.Length).Max(sequence =>
        {
            var alone = inputs.Alone(sequence, lengths[sequence]);
            return MatrixBatch.Difference(
                network.Run(alone.Input, alone.States), outputs.Alone(sequence, lengths[sequence], network.Description.HasOutputPerStep));
        });
    }
}
