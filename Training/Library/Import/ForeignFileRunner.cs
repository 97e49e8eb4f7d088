using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a file from another exporter in ONNX Runtime, with inputs in the layout of the file.</summary>
internal static class ForeignFileRunner
{
    /// <summary>Returns every output by its name. Initial states are zeros, and sequences have the full length.</summary>
    public static IReadOnlyDictionary<string, float[]> Run(InferenceSession session, RecurrentGraph graph, Tensor sequences, int batch, int time)
    {
        var values = graph.Inputs.Select(input => CreateValue(input, graph.Network, sequences, batch, time)).ToList();
        try
        {
            using var options = new RunOptions();
            string[] names = [.. graph.Outputs.Select(output => output.Name)];
            using var outputs = session.Run(options, [.. graph.Inputs.Select(input => input.Name)], values, names);
            return names.Zip(outputs).ToDictionary(entry => entry.First, entry => entry.Second.GetTensorDataAsSpan<float>().ToArray());
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    /// <summary>Returns the total number of input values.</summary>
    public static double CountInputValues(RecurrentGraph graph, int batch, int time) =>
        graph.Inputs.Sum(input => Shape(input, graph.Network, batch, time).Aggregate(1.0, (product, size) => product * size));

    private static long[] Shape(InputBinding input, NetworkDescription network, int batch, int time) => [.. input.Axes.Select(axis => axis.Role switch
    {
        AxisRole.Batch => batch,
        AxisRole.Time => time,
        AxisRole.Feature when input.Kind == InputKind.Sequence => axis.Size ?? network.Features,
        _ => axis.Size ?? 1,
    })];

    private static OrtValue CreateValue(InputBinding input, NetworkDescription network, Tensor sequences, int batch, int time)
    {
        var shape = Shape(input, network, batch, time);
        return input.Kind switch
        {
            InputKind.Sequence => ToOrtValue(Reorder(input, sequences), shape, input.Type),
            InputKind.Lengths => ToOrtValue(full(shape, time), shape, input.Type),
            _ => ToOrtValue(zeros(shape), shape, input.Type),
        };
    }

    // [batch, time, features] or [batch, time] -> the order of the file's axes.
    private static Tensor Reorder(InputBinding input, Tensor sequences)
    {
        var values = sequences.dim() == 2 ? sequences.unsqueeze(2) : sequences;
        AxisRole[] roles = [AxisRole.Batch, AxisRole.Time, AxisRole.Feature];
        var order = input.Axes.Select(axis => axis.Role).Distinct().ToList();
        return values.permute([.. roles.Except(order).Concat(order).Select(role => (long)Array.IndexOf(roles, role))]);
    }

    private static OrtValue ToOrtValue(Tensor values, long[] shape, DataType type) => type switch
    {
        DataType.Int64 => OrtValue.CreateTensorValueFromMemory(values.to(ScalarType.Int64).contiguous().data<long>().ToArray(), shape),
        DataType.Int32 => OrtValue.CreateTensorValueFromMemory(values.to(ScalarType.Int32).contiguous().data<int>().ToArray(), shape),
        _ => OrtValue.CreateTensorValueFromMemory(values.to(ScalarType.Float32).contiguous().data<float>().ToArray(), shape),
    };
}
