using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Converts stored tensors to constants.</summary>
internal static class TensorReader
{
    /// <exception cref="RecurrentModelException">The number of values does not match the shape, or the type is not supported.</exception>
    public static ConstantTensor Read(TensorProto tensor, string? name = null)
    {
        name ??= tensor.Name;
        TensorValues.CheckInside(tensor, name);
        var dimensions = TensorShape.Dimensions(tensor, name);
        TensorValues.CheckType(tensor, name);
        var type = (DataType)tensor.DataType;
        return TensorValues.AreFloats(tensor)
            ? ConstantTensor.Create(name, type, TensorValues.Floats(tensor, name), dimensions)
            : ConstantTensor.Create(name, type, Array.ConvertAll(TensorValues.Integers(tensor, name), SymbolicInteger.From), dimensions);
    }
}
