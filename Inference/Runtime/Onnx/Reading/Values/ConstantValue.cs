namespace MlNetRecurrent.Onnx;

/// <summary>A value whose elements are known.</summary>
internal sealed record ConstantValue(ConstantTensor Tensor) : GraphValue;
