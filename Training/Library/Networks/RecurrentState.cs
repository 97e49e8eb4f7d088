using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The state that a recurrent layer passes from one time step to the next.</summary>
/// <param name="HiddenState">The hidden state h, [directions, batch, hidden].</param>
/// <param name="CellState">The cell state c of an LSTM, [directions, batch, hidden]; null for other cells.</param>
public sealed record RecurrentState(Tensor HiddenState, Tensor? CellState)
{
    /// <summary>The hidden states of all directions side by side, [batch, directions * hidden].</summary>
    internal Tensor HiddenStateOfAllDirections =>
        HiddenState.size(0) == 1 ? HiddenState.squeeze(0) : HiddenState.transpose(0, 1).reshape(HiddenState.size(1), -1);
}
