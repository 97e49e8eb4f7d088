using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The state that a recurrent layer carries from step to step.</summary>
/// <param name="HiddenState">h [directions, batch, hidden].</param>
/// <param name="CellState">c [directions, batch, hidden] of an LSTM; null for other cells.</param>
public sealed record RecurrentState(Tensor HiddenState, Tensor? CellState)
{
    /// <summary>The state of one direction: [1, batch, hidden].</summary>
    internal RecurrentState SelectDirection(int direction) =>
        new(HiddenState.narrow(0, direction, 1), CellState?.narrow(0, direction, 1));

    /// <summary>The states of the directions, put together again.</summary>
    internal static RecurrentState Concatenate(IReadOnlyList<RecurrentState> directions) => directions.Count == 1
        ? directions[0]
        : new RecurrentState(
            cat([.. directions.Select(state => state.HiddenState)], 0),
            directions[0].CellState is null ? null : cat([.. directions.Select(state => state.CellState!)], 0));
}
