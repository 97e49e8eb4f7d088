namespace MlNetRecurrent.Onnx;

/// <summary>A value whose elements are all equal and whose size depends on the inputs, such as the zeros of an initial state.</summary>
/// <param name="Element">The common value, as a tensor of one element.</param>
/// <param name="Dimensions">The size of each axis, or null if it no longer matters.</param>
internal sealed record FilledValue(ConstantTensor Element, IReadOnlyList<SymbolicInteger>? Dimensions) : GraphValue
{
    public bool IsZero => Element.IsFloat ? Element.Floats[0] == 0 : Element.Integers[0].Number == 0;
}
