using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Converts the outputs of a file to the layout of the network that was read from it.</summary>
internal static class ForeignOutput
{
    private static readonly AxisRole[] OutputRoles = [AxisRole.Batch, AxisRole.Time, AxisRole.Stack, AxisRole.Unit];
    private static readonly AxisRole[] StateRoles = [AxisRole.Stack, AxisRole.Batch, AxisRole.Unit];

    /// <summary>Whether each axis of an output is one of the imported network's, and occurs once.</summary>
    public static bool HasKnownAxes(OutputBinding output) =>
        output.Order.Distinct().Count() == output.Order.Count && !output.Order.Except(output.IsModelOutput ? OutputRoles : StateRoles).Any();

    /// <summary>Returns the main output of a file in the layout of the network's: [batch, time, outputs], or [batch, outputs].</summary>
    /// <param name="output">The output.</param>
    /// <param name="network">The network that was read from the file.</param>
    /// <param name="values">The values of the output.</param>
    /// <param name="batch">The number of sequences.</param>
    /// <param name="time">The number of time steps of the input.</param>
    /// <returns>Null if the number of values is another one.</returns>
    public static Tensor? FromFileLayout(OutputBinding output, NetworkDescription network, float[] values, long batch, long time)
    {
        var steps = network.HasOutputPerStep ? time : 1;
        long stack = network.HasHead || !output.Order.Contains(AxisRole.Stack) ? 1 : network.Layers[^1].DirectionCount;
        if (values.Length != batch * steps * network.OutputSize)
            return null;
        var sizes = output.Order.Select(role => role switch
        {
            AxisRole.Batch => batch,
            AxisRole.Time => steps,
            AxisRole.Stack => stack,
            _ => network.OutputSize / stack,
        }).ToList();
        // Axes that the file's output does not have are of size 1, so they can be put first.
        var missing = OutputRoles.Except(output.Order).ToList();
        var order = missing.Concat(output.Order).ToList();
        var inOrder = tensor(values).reshape([.. missing.Select(_ => 1L), .. sizes]);
        var ordered = inOrder.permute([.. OutputRoles.Select(role => (long)order.IndexOf(role))]).contiguous();
        return network.HasOutputPerStep ? ordered.reshape(batch, steps, -1) : ordered.reshape(batch, -1);
    }

    /// <summary>Returns the final states of a network in the layout of an output of the file.</summary>
    public static float[] ToFileLayout(OutputBinding output, NetworkOutput result)
    {
        var values = States(output.States!, result);
        // Axes that the file's output does not have are of size 1, so their position does not matter.
        long[] order = [.. StateRoles.Except(output.Order).Concat(output.Order).Select(role => (long)Array.IndexOf(StateRoles, role))];
        return values.permute(order).contiguous().data<float>().ToArray();
    }

    // [states, batch, hidden]
    private static Tensor States(IReadOnlyList<FinalStateIndex> indices, NetworkOutput output) => cat([.. indices.Select(index =>
    {
        var state = output.States[index.Layer];
        return (index.Cell ? state.CellState! : state.HiddenState).narrow(0, index.Direction, 1);
    })], 0);
}
