namespace MlNetRecurrent.Engine;

/// <summary>A line: one product of a cell, described by a block of its stacked weights and the operands that the block is multiplied by.</summary>
/// <param name="Block">The index of the block in ONNX order.</param>
/// <param name="Input">Whether the input is an operand, with the bias of W.</param>
/// <param name="Recurrent">Whether the hidden state is an operand, with the bias of R.</param>
internal readonly record struct LineShape(int Block, bool Input = true, bool Recurrent = true);
