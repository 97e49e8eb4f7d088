using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Converts the outputs of an imported network to the layout of the file.</summary>
internal static class ForeignOutput
{
    private static readonly AxisRole[] OutputRoles = [AxisRole.Batch, AxisRole.Time, AxisRole.Stack, AxisRole.Unit];
    private static readonly AxisRole[] StateRoles = [AxisRole.Stack, AxisRole.Batch, AxisRole.Unit];

    /// <summary>Whether each axis of an output is one of the imported network's, and occurs once.</summary>
    public static bool HasKnownAxes(OutputBinding output) =>
        output.Order.Distinct().Count() == output.Order.Count && !output.Order.Except(output.IsModelOutput ? OutputRoles : StateRoles).Any();

    public static float[] ToFileLayout(OutputBinding output, NetworkDescription network, NetworkOutput result)
    {
        var roles = output.IsModelOutput ? OutputRoles : StateRoles;
        var values = output.States is { } states ? States(states, result) : ToOutput(network, result.Output);
        // Axes that the file's output does not have are of size 1, so their position does not matter.
        long[] order = [.. roles.Except(output.Order).Concat(output.Order).Select(role => (long)Array.IndexOf(roles, role))];
        return values.permute(order).contiguous().data<float>().ToArray();
    }

    // [batch, time, directions, hidden], or [batch, time, 1, outputs] after a head
    private static Tensor ToOutput(NetworkDescription network, Tensor output)
    {
        var time = network.HasOutputPerStep ? output.shape[1] : 1;
        var directions = network.HasHead ? 1 : network.Layers[^1].DirectionCount;
        return output.reshape(output.shape[0], time, directions, -1);
    }

    // [states, batch, hidden]
    private static Tensor States(IReadOnlyList<FinalStateIndex> indices, NetworkOutput output) => cat([.. indices.Select(index =>
    {
        var state = output.States[index.Layer];
        return (index.Cell ? state.CellState! : state.HiddenState).narrow(0, index.Direction, 1);
    })], 0);
}
