namespace MlNetRecurrent.Engine;

/// <summary>One product of a cell: a block of its stacked weights, and what the block is multiplied with.</summary>
/// <param name="Block">The block's place in ONNX's order.</param>
/// <param name="Input">Whether the input takes part, with the bias of W.</param>
/// <param name="Recurrent">Whether the hidden state takes part, with the bias of R.</param>
internal readonly record struct LineShape(int Block, bool Input = true, bool Recurrent = true);
