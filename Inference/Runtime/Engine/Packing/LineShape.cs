namespace MlNetRecurrent.Engine;

/// <summary>One product of a cell: a block of its stacked weights, and the operands it is multiplied with.</summary>
/// <param name="Block">The index of the block in ONNX order.</param>
/// <param name="Input">Whether the input is an operand, with the bias of W.</param>
/// <param name="Recurrent">Whether the hidden state is an operand, with the bias of R.</param>
internal readonly record struct LineShape(int Block, bool Input = true, bool Recurrent = true);
