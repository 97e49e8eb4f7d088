using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The state that a recurrent layer carries from step to step.</summary>
/// <param name="Hidden">h [directions, batch, hidden].</param>
/// <param name="Cell">c [directions, batch, hidden] of an LSTM; null for other cells.</param>
public sealed record RecurrentState(Tensor Hidden, Tensor? Cell)
{
    /// <summary>The state of one direction: [1, batch, hidden].</summary>
    internal RecurrentState Direction(int direction) =>
        new(Hidden.narrow(0, direction, 1), Cell?.narrow(0, direction, 1));

    /// <summary>The states of the directions, put together again.</summary>
    internal static RecurrentState Of(IReadOnlyList<RecurrentState> directions) => directions.Count == 1
        ? directions[0]
        : new RecurrentState(
            cat([.. directions.Select(state => state.Hidden)], 0),
            directions[0].Cell is null ? null : cat([.. directions.Select(state => state.Cell!)], 0));
}
