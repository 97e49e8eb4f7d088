using MlNetRecurrent.Onnx;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>What a module answers, in the layout of an output of the file that it was read from.</summary>
internal static class ForeignAnswer
{
    private static readonly AxisRole[] AnswerRoles = [AxisRole.Batch, AxisRole.Time, AxisRole.Stack, AxisRole.Unit];
    private static readonly AxisRole[] StateRoles = [AxisRole.Stack, AxisRole.Batch, AxisRole.Unit];

    public static float[] Of(OutputBinding output, NetworkDescription network, NetworkAnswer answer)
    {
        var roles = output.IsAnswer ? AnswerRoles : StateRoles;
        var values = output.States is { } states ? States(states, answer) : Answer(network, answer.Output);
        // Roles that the file's output does without have the size 1 and may stand anywhere.
        long[] order = [.. roles.Except(output.Order).Concat(output.Order).Select(role => (long)Array.IndexOf(roles, role))];
        return values.permute(order).contiguous().data<float>().ToArray();
    }

    // [batch, time, directions, hidden], or [batch, time, 1, outputs] behind a head
    private static Tensor Answer(NetworkDescription network, Tensor output)
    {
        var time = network.AnswersEveryStep ? output.shape[1] : 1;
        var directions = network.HasHead ? 1 : network.Layers[^1].Directions;
        return output.reshape(output.shape[0], time, directions, -1);
    }

    // [states, batch, hidden]
    private static Tensor States(IReadOnlyList<FinalStatePlace> places, NetworkAnswer answer) => cat([.. places.Select(place =>
    {
        var state = answer.States[place.Layer];
        return (place.Cell ? state.Cell! : state.Hidden).narrow(0, place.Direction, 1);
    })], 0);
}
