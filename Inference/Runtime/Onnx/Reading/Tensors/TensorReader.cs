using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads the tensors of a file as constants.</summary>
internal static class TensorReader
{
    /// <exception cref="RecurrentModelException">The numbers do not fit the shape, or are of a type that is not supported.</exception>
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
