using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Checks that a tensor of a file holds as many numbers as its shape says, without copying them.</summary>
internal static class TensorGuard
{
    /// <summary>How large the tensor is, and its numbers where they are few.</summary>
    /// <exception cref="RecurrentModelException">The numbers do not fit the shape, or are of a type that is not supported.</exception>
    public static SizedValue Check(TensorProto tensor, string name)
    {
        try
        {
            return Measured(tensor, name);
        }
        catch (RecurrentModelException exception)
        {
            throw new RecurrentModelException($"{char.ToUpperInvariant(exception.Message[0])}{exception.Message[1..]}.", exception);
        }
    }

    private static SizedValue Measured(TensorProto tensor, string name)
    {
        if (ExternalData.IsExternal(tensor))
            throw new RecurrentModelException($"tensor '{name}' keeps its numbers in another file");
        if (tensor.HasSegment)
            throw new RecurrentModelException($"tensor '{name}' is stored in segments");
        var count = TensorShape.Count(tensor, name);
        var size = TensorShape.ElementSize(tensor)
            ?? throw new RecurrentModelException($"tensor '{name}' holds {(DataType)tensor.DataType}; supported are Float, Float16, Double, Int64, Int32, Int8, Uint8 and Bool");
        TensorShape.CheckFilled(tensor, name, count, size);
        var value = SizedValue.FromDimensions([.. tensor.Dims.Select(dimension => SymbolicSize.FromNumber(dimension))]);
        return count <= SizedValue.MaxElements ? value with { Elements = GetElements(tensor, name) } : value;
    }

    private static SymbolicSize[]? GetElements(TensorProto tensor, string name)
    {
        double[]? numbers = (DataType)tensor.DataType switch
        {
            DataType.Float => Array.ConvertAll(TensorValues.Floats(tensor, name), number => (double)number),
            DataType.Int64 or DataType.Int32 or DataType.Bool => Array.ConvertAll(TensorValues.Integers(tensor, name), number => (double)number),
            _ => null,
        };
        return numbers is not null && numbers.All(double.IsFinite) ? Array.ConvertAll(numbers, SymbolicSize.FromNumber) : null;
    }
}
