using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Checks that a stored tensor holds as many values as its shape requires, without copying them.</summary>
internal static class TensorGuard
{
    /// <summary>Returns the size of a tensor, and its elements if they are few.</summary>
    /// <exception cref="RecurrentModelException">The number of values does not match the shape, or the type is not supported.</exception>
    public static SizedValue Check(TensorProto tensor, string name)
    {
        try
        {
            return Measure(tensor, name);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"{char.ToUpperInvariant(exception.Message[0])}{exception.Message[1..]}.", exception);
        }
    }

    private static SizedValue Measure(TensorProto tensor, string name)
    {
        if (ExternalData.IsExternal(tensor))
            throw new RecurrentModelException($"tensor '{name}' stores its values in another file");
        if (tensor.HasSegment)
            throw new RecurrentModelException($"tensor '{name}' is stored in segments");
        var count = TensorShape.CountValues(tensor, name);
        var size = TensorShape.GetElementSize(tensor)
            ?? throw new RecurrentModelException(
                $"tensor '{name}' has the type {(DataType)tensor.DataType}; "
                + "supported: Float, Float16, Bfloat16, Double, Bool, and integers of 8 to 64 bits");
        TensorShape.CheckValueCount(tensor, name, count, size);
        var value = SizedValue.FromDimensions([.. tensor.Dims.Select(dimension => SymbolicSize.FromNumber(dimension))]);
        return count <= SizedValue.MaxElements
            ? value with { Elements = GetElements(tensor, name), IsCertain = TensorValues.AreIntegers(tensor) }
            : value;
    }

    private static SymbolicSize[]? GetElements(TensorProto tensor, string name)
    {
        double[]? values = (DataType)tensor.DataType switch
        {
            DataType.Float => Array.ConvertAll(TensorValues.ReadFloats(tensor, name), value => (double)value),
            DataType.Int64 or DataType.Int32 or DataType.Bool => Array.ConvertAll(TensorValues.ReadIntegers(tensor, name), value => (double)value),
            _ => null,
        };
        return values is not null && values.All(double.IsFinite) ? Array.ConvertAll(values, SymbolicSize.FromNumber) : null;
    }
}
