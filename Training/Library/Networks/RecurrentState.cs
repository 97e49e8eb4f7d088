using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The state that a recurrent layer passes from one time step to the next.</summary>
/// <param name="HiddenState">The hidden state h, [directions, batch, hidden].</param>
/// <param name="CellState">The cell state c of an LSTM, [directions, batch, hidden]; null for other cells.</param>
public sealed record RecurrentState(Tensor HiddenState, Tensor? CellState)
{
    /// <summary>Selects the state of one direction: [1, batch, hidden].</summary>
    internal RecurrentState SelectDirection(int direction) =>
        new(HiddenState.narrow(0, direction, 1), CellState?.narrow(0, direction, 1));

    /// <summary>Concatenates the states of the directions.</summary>
    internal static RecurrentState Concatenate(IReadOnlyList<RecurrentState> directions) => directions.Count == 1
        ? directions[0]
        : new RecurrentState(
            cat([.. directions.Select(state => state.HiddenState)], 0),
            directions[0].CellState is null ? null : cat([.. directions.Select(state => state.CellState!)], 0));
}
