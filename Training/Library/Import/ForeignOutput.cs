using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a module answers, in the layout of an output of the file that it was read from.</summary>
internal static class ForeignOutput
{
    private static readonly AxisRole[] OutputRoles = [AxisRole.Batch, AxisRole.Time, AxisRole.Stack, AxisRole.Unit];
    private static readonly AxisRole[] StateRoles = [AxisRole.Stack, AxisRole.Batch, AxisRole.Unit];

    public static float[] ToFileLayout(OutputBinding output, NetworkDescription network, NetworkOutput result)
    {
        var roles = output.IsModelOutput ? OutputRoles : StateRoles;
        var values = output.States is { } states ? States(states, result) : ToOutput(network, result.Output);
        // Roles that the file's output does without have the size 1 and may stand anywhere.
        long[] order = [.. roles.Except(output.Order).Concat(output.Order).Select(role => (long)Array.IndexOf(roles, role))];
        return values.permute(order).contiguous().data<float>().ToArray();
    }

    // [batch, time, directions, hidden], or [batch, time, 1, outputs] behind a head
    private static Tensor ToOutput(NetworkDescription network, Tensor output)
    {
        var time = network.HasOutputPerStep ? output.shape[1] : 1;
        var directions = network.HasHead ? 1 : network.Layers[^1].DirectionCount;
        return output.reshape(output.shape[0], time, directions, -1);
    }

    // [states, batch, hidden]
    private static Tensor States(IReadOnlyList<FinalStateIndex> places, NetworkOutput output) => cat([.. places.Select(place =>
    {
        var state = output.States[place.Layer];
        return (place.Cell ? state.CellState! : state.HiddenState).narrow(0, place.Direction, 1);
    })], 0);
}
