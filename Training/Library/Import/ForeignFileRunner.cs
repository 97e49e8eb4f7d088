using Microsoft.ML.OnnxRuntime;
using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Runs a file from another exporter in ONNX Runtime, with inputs in the layout of the file.</summary>
internal static class ForeignFileRunner
{
    /// <summary>Returns every output by its name. Initial states are zeros, and sequences have the full length.</summary>
    /// <param name="session">The session with the file.</param>
    /// <param name="graph">The graph of the file.</param>
    /// <param name="sequences">The input of the file, [batch, time, features] or [batch, time].</param>
    public static IReadOnlyDictionary<string, float[]> Run(InferenceSession session, RecurrentGraph graph, Tensor sequences)
    {
        var (batch, time) = (sequences.shape[0], sequences.shape[1]);
        var values = graph.Inputs.Select(input => CreateValue(session, input, graph.Network, sequences, batch, time)).ToList();
        try
        {
            using var options = new RunOptions();
            string[] names = [.. graph.Outputs.Select(output => output.Name)];
            using var outputs = session.Run(options, [.. graph.Inputs.Select(input => input.Name)], values, names);
            return names.Zip(outputs).ToDictionary(entry => entry.First, entry => OrtValues.ToFloats(entry.Second));
        }
        finally
        {
            foreach (var value in values)
                value.Dispose();
        }
    }

    /// <summary>Returns the total number of input values.</summary>
    public static double CountInputValues(RecurrentGraph graph, int batch, int time) =>
        graph.Inputs.Sum(input => FactorSizes(input, graph.Network, batch, time).Aggregate(1.0, (product, size) => product * size));

    private static long[] FactorSizes(InputBinding input, NetworkDescription network, long batch, long time) =>
    [
        .. input.Axes.Select((axis, index) => axis.Role switch
        {
            _ when input.Kind == InputKind.Sequence && IsUnit(input, index) => 1,
            AxisRole.Batch => batch,
            AxisRole.Time => time,
            AxisRole.Feature when input.Kind == InputKind.Sequence => axis.Size ?? network.Features,
            _ => axis.Size ?? 1,
        }),
    ];

    private static OrtValue CreateValue(
        InferenceSession session, InputBinding input, NetworkDescription network, Tensor sequences, long batch, long time)
    {
        var sizes = FactorSizes(input, network, batch, time);
        var shape = InputShape.Resolve(session.InputMetadata[input.Name].Dimensions, sizes);
        var values = input.Kind switch
        {
            InputKind.Sequence => Reorder(input, sequences),
            // A mask marks every step; lengths count the steps.
            InputKind.Lengths => full(sizes, input.Axes.Any(axis => axis.Role == AxisRole.Time) ? 1 : time),
            _ => zeros(sizes),
        };
        return OrtValues.Create(values, shape, input.Type);
    }

    // [batch, time, features] or [batch, time] -> the order of the file's axes. Axes of size 1 do not change the order of the values.
    private static Tensor Reorder(InputBinding input, Tensor sequences)
    {
        var values = sequences.dim() == 2 ? sequences.unsqueeze(2) : sequences;
        AxisRole[] roles = [AxisRole.Batch, AxisRole.Time, AxisRole.Feature];
        var order = input.Axes.Where((_, index) => !IsUnit(input, index)).Select(axis => axis.Role).ToList();
        return values.permute([.. roles.Except(order).Concat(order).Select(role => (long)Array.IndexOf(roles, role))]);
    }

    // Whether an axis of size 1 stands beside the one with the values of its role.
    private static bool IsUnit(InputBinding input, int index)
    {
        var (role, size) = input.Axes[index];
        if (size != 1)
            return false;
        var others = input.Axes.Index().Where(axis => axis.Index != index && axis.Item.Role == role).ToList();
        return others.Any(axis => axis.Item.Size != 1 || axis.Index > index);
    }
}
