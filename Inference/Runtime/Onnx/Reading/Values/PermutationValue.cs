namespace MlNetRecurrent.Onnx;

/// <summary>The indices that sort sequences by the values of an input, or those that undo it.</summary>
/// <param name="Input">The name of the input, such as the lengths of the sequences.</param>
/// <param name="Size">The number of sequences.</param>
/// <param name="IsInverse">Whether the indices restore the original order.</param>
internal sealed record PermutationValue(string Input, SymbolicInteger Size, bool IsInverse) : GraphValue;
