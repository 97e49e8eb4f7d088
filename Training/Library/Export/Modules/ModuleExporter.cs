using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Exports a user's own module: writes its nodes, determines the axes of its output, and compares the file with the module.</summary>
internal static class ModuleExporter
{
    /// <summary>Returns the file of a module.</summary>
    /// <exception cref="ExportException">The module cannot be exported, or the file's outputs do not match it.</exception>
    public static ExportedModel Run(nn.Module<Tensor, Tensor> module, long[] exampleShape, double parityTolerance)
    {
        CheckTolerance(parityTolerance);
        CheckShape(exampleShape);
        using var none = no_grad();
        using var evaluation = new EvaluationMode(module);
        var graph = new ModuleGraph();
        var output = graph.Write(module, "", OnnxNames.Input);
        Check(graph, exampleShape);

        var probe = new ModuleProbe(module, exampleShape, graph.Vocabulary);
        graph.Nodes.AddInput(OnnxNames.Input, graph.Vocabulary is null ? DataType.Float : DataType.Int64, probe.GetInputAxes());
        graph.Nodes.AddNode("Identity", [output], OnnxNames.Output);
        graph.Nodes.AddOutput(OnnxNames.Output, DataType.Float, probe.GetOutputAxes());
        var file = OnnxExporter.Serialize(graph.Nodes.Graph, card: null);
        return new ExportedModel(file, ParityCheck.RequireWithinTolerance(ModuleParity.Run(file, probe), parityTolerance));
    }

    private static void CheckTolerance(double parityTolerance)
    {
        if (double.IsNaN(parityTolerance) || parityTolerance < 0)
            throw new ArgumentOutOfRangeException(nameof(parityTolerance), parityTolerance, "The tolerance must be at least 0.");
    }

    private static void CheckShape(long[] exampleShape)
    {
        if (exampleShape.Length is not (2 or 3) || exampleShape.Any(size => size < 1))
        {
            throw new ArgumentException(
                "Expected an example shape of [batch, time, features], [batch, features] or, for tokens, [batch, time], each size at least 1; "
                + $"got [{string.Join(", ", exampleShape)}].",
                nameof(exampleShape));
        }
    }

    private static void Check(ModuleGraph graph, long[] exampleShape)
    {
        if (graph.Errors.Count > 0)
        {
            throw new ExportException(
                $"The module cannot be exported: {string.Join("; ", graph.Errors)}. "
                + $"Supported modules: {ModuleWriters.Supported}. Nothing was written.");
        }


        if (graph.Vocabulary is not null && exampleShape.Length != 2)
        {
            throw new ArgumentException(
                $"Expected an example shape of [batch, time], because the input of an embedding is tokens; got [{string.Join(", ", exampleShape)}].",
                nameof(exampleShape));
        }


        var bytes = graph.Nodes.Graph.Initializer.Sum(constant => (long)constant.RawData.Length);
        if (bytes > OnnxExporter.MaxWeightBytes)
        {
            throw new ExportException(FormattableString.Invariant(
                $"The module has {bytes:N0} bytes of weights, but an ONNX file holds at most 2 GB. Nothing was written."));
        }
    }
}
