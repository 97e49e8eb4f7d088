namespace MlNetRecurrent.Onnx;

/// <summary>A constant that is repeated along axes whose size depends on the inputs, such as a trained initial state for each sequence.</summary>
/// <param name="Tensor">The constant; the repeated axes have size 1.</param>
/// <param name="Dimensions">The size of each axis.</param>
internal sealed record RepeatedValue(ConstantTensor Tensor, IReadOnlyList<SymbolicInteger> Dimensions) : GraphValue
{
    /// <summary>Whether the constant is repeated along an axis.</summary>
    public bool IsRepeated(int axis) => !Dimensions[axis].Equals(SymbolicInteger.From(Tensor.Dimensions[axis]));
}
