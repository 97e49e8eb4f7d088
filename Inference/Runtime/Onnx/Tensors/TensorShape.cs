using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// The shape of a stored tensor. Error messages are fragments that callers complete: they begin with "tensor 'x'" and have no period at the end.
/// </summary>
internal static class TensorShape
{
    private const int MaxDimensions = 16;

    /// <summary>Returns the dimensions, each of which fits in an <see cref="int"/>.</summary>
    /// <exception cref="RecurrentModelException">There are too many dimensions, or one is negative or too large.</exception>
    public static int[] GetDimensions(TensorProto tensor, string name)
    {
        if (tensor.Dims.Count > MaxDimensions)
            throw new RecurrentModelException($"tensor '{name}' has {tensor.Dims.Count} dimensions, expected at most {MaxDimensions}");
        return [.. tensor.Dims.Select(dimension => dimension is >= 0 and <= int.MaxValue
            ? (int)dimension
            : throw new RecurrentModelException($"tensor '{name}' has an invalid dimension of {dimension}"))];
    }

    /// <summary>Returns the number of values that the shape requires.</summary>
    /// <exception cref="RecurrentModelException">The shape is invalid, or requires more values than an array can hold.</exception>
    public static int CountValues(TensorProto tensor, string name)
    {
        var count = 1L;
        foreach (var dimension in GetDimensions(tensor, name))
        {
            count *= dimension;
            if (count > Array.MaxLength)
                throw new RecurrentModelException($"tensor '{name}' is too large: [{string.Join(", ", tensor.Dims)}]");
        }

        return (int)count;
    }

    /// <summary>Checks that a tensor stores as many values as its shape requires.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">The name of the tensor in error messages.</param>
    /// <param name="count">The number of values that the shape requires.</param>
    /// <param name="elementSize">The size of a value in bytes.</param>
    /// <exception cref="RecurrentModelException">The tensor stores more or fewer values.</exception>
    public static void CheckValueCount(TensorProto tensor, string name, int count, int elementSize)
    {
        if (tensor.HasRawData && tensor.RawData.Length != (long)count * elementSize)
        {
            throw new RecurrentModelException(
                $"tensor '{name}' holds {tensor.RawData.Length} bytes, but its shape requires {(long)count * elementSize}");
        }

        var typed = (DataType)tensor.DataType switch
        {
            DataType.Float => tensor.FloatData.Count,
            DataType.Double => tensor.DoubleData.Count,
            DataType.Int64 => tensor.Int64Data.Count,
            DataType.Uint32 or DataType.Uint64 => tensor.Uint64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (!tensor.HasRawData && typed != count)
            throw new RecurrentModelException($"tensor '{name}' holds {typed} values, but its shape requires {count}");
    }

    /// <summary>Returns the size of a value in bytes, or null if the type is not supported.</summary>
    public static int? GetElementSize(TensorProto tensor) => (DataType)tensor.DataType switch
    {
        DataType.Float or DataType.Int32 or DataType.Uint32 => 4,
        DataType.Double or DataType.Int64 or DataType.Uint64 => 8,
        DataType.Float16 or DataType.Bfloat16 or DataType.Int16 or DataType.Uint16 => 2,
        DataType.Int8 or DataType.Uint8 or DataType.Bool => 1,
        _ => null,
    };
}
