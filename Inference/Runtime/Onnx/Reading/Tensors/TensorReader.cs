using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Converts stored tensors to constants.</summary>
internal static class TensorReader
{
    /// <exception cref="RecurrentModelException">The number of values does not match the shape, or the type is not supported.</exception>
    public static ConstantTensor Read(TensorProto tensor, string? name = null)
    {
        name ??= tensor.Name;
        TensorValues.CheckInModelFile(tensor, name);
        var dimensions = TensorShape.GetDimensions(tensor, name);
        var type = (DataType)tensor.DataType;
        if (TensorValues.AreSmallIntegers(tensor))
            return ConstantTensor.Create(name, type, TensorValues.ReadSmallIntegers(tensor, name), dimensions);
        TensorValues.CheckType(tensor, name);
        return TensorValues.AreFloats(tensor)
            ? ConstantTensor.Create(name, type, TensorValues.ReadFloats(tensor, name), dimensions)
            : ConstantTensor.Create(name, type, Array.ConvertAll(TensorValues.ReadIntegers(tensor, name), SymbolicInteger.From), dimensions);
    }
}
