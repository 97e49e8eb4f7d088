using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Compares the outputs of an exported module in ONNX Runtime with those of the module.</summary>
internal static class ModuleParity
{
    /// <summary>Returns the maximum difference over all batch sizes and lengths.</summary>
    /// <exception cref="ExportException">ONNX Runtime rejects the nodes, the shapes differ, or an output is NaN.</exception>
    public static double Run(byte[] file, ModuleProbe probe)
    {
        try
        {
            // Unchecked: the operators come from the caller's own code, not from a file of unknown origin.
            using var session = OnnxRuntimeEngine.Open(TrustedModelFile.CreateUnchecked(file, "exported module"));
            return probe.Shapes.Max(shape => Difference(session, probe, shape.Batch, shape.Time));
        }
        catch (Exception exception) when (exception is RecurrentModelException or OnnxRuntimeException)
        {
            throw new ExportException($"ONNX Runtime rejects the exported nodes: {exception.Message} Nothing was written.", exception);
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
        var actualShape = outputs[0].GetTensorTypeAndShape().Shape;
        if (!actualShape.SequenceEqual(shape))
        {
            throw new ExportException(
                $"The output of the exported network has shape [{string.Join(", ", actualShape)}], "
                + $"but that of the module has shape [{string.Join(", ", shape)}]: nothing was written.");
        }


        return ParityCheck.GetDifference(
            new Dictionary<string, float[]> { [OnnxNames.Output] = expected },
            new Dictionary<string, float[]> { [OnnxNames.Output] = outputs[0].GetTensorDataAsSpan<float>().ToArray() });
    }
}
