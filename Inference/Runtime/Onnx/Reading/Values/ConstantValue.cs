namespace MlNetRecurrent.Onnx;

/// <summary>A value whose numbers are known.</summary>
internal sealed record ConstantValue(ConstantTensor Tensor) : GraphValue;
