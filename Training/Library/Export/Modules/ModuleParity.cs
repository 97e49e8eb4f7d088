using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a file in ONNX Runtime beside the module that it was made from, and compares the answers.</summary>
internal static class ModuleParity
{
    /// <summary>The largest difference over all batch sizes and lengths.</summary>
    /// <exception cref="ExportException">ONNX Runtime refuses the nodes, the shapes differ, or there is a NaN.</exception>
    public static double Run(byte[] file, ModuleProbe probe)
    {
        try
        {
            // Users write nodes of any operator here, in code of their own and not in a file.
            using var session = OnnxRuntimeEngine.Open(TrustedModelFile.CreateUnchecked(file, "exported module"));
            return probe.Shapes.Max(shape => Difference(session, probe, shape.Batch, shape.Time));
        }
        catch (Exception exception) when (exception is RecurrentModelException or OnnxRuntimeException)
        {
            throw new ExportException($"ONNX Runtime refuses the nodes that were written: {exception.Message} Nothing was written.", exception);
        }
    }

    private static double Difference(InferenceSession session, ModuleProbe probe, long batch, long time)
    {
        using var scope = NewDisposeScope();
        var tensor = probe.CreateInput(batch, time);
        var (shape, expected) = probe.Run(tensor);
        using var input = ParityBatch.ToOrtValue(tensor);
        using var options = new RunOptions();
        using var outputs = session.Run(options, [OnnxNames.Input], [input], [OnnxNames.Output]);
        var given = outputs[0].GetTensorTypeAndShape().Shape;
        if (!given.SequenceEqual(shape))
            throw new ExportException($"The exported network answers with [{string.Join(", ", given)}] where the module answers with [{string.Join(", ", shape)}]: nothing was written.");
        return ParityCheck.GetDifference(
            new Dictionary<string, float[]> { [OnnxNames.Output] = expected },
            new Dictionary<string, float[]> { [OnnxNames.Output] = outputs[0].GetTensorDataAsSpan<float>().ToArray() });
    }
}
