namespace MlNetRecurrent.Training;

/// <summary>A plane: one product of a cell, for all units, and the operands that its weights are multiplied by.</summary>
/// <param name="Block">The index of the block of the stacked weights, in PyTorch's order.</param>
/// <param name="Input">Whether the input is an operand, with its bias.</param>
/// <param name="Recurrent">Whether the hidden state is an operand, with its bias.</param>
internal readonly record struct CellPlane(int Block, bool Input = true, bool Recurrent = true);
