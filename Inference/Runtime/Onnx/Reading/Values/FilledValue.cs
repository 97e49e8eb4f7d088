namespace MlNetRecurrent.Onnx;

/// <summary>A value that holds one number everywhere, in a size that depends on what is fed: the zeros of an initial state, full lengths.</summary>
/// <param name="Element">The number, a tensor of one element.</param>
/// <param name="Dimensions">The size, or null where it does not matter any more.</param>
internal sealed record FilledValue(ConstantTensor Element, IReadOnlyList<SymbolicInteger>? Dimensions) : GraphValue
{
    public bool IsZero => Element.IsFloat ? Element.Floats[0] == 0 : Element.Integers[0].Number == 0;
}
