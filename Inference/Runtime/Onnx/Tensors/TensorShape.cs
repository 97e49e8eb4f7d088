using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>The shape of a stored tensor. Faults go on from "tensor 'x'", without a full stop.</summary>
internal static class TensorShape
{
    private const int MostDimensions = 16;

    /// <summary>The dimensions, each of which fits an <see cref="int"/>.</summary>
    /// <exception cref="RecurrentModelException">There are too many, or one is negative or too large.</exception>
    public static int[] Dimensions(TensorProto tensor, string name)
    {
        if (tensor.Dims.Count > MostDimensions)
            throw new RecurrentModelException($"tensor '{name}' has {tensor.Dims.Count} dimensions, expected at most {MostDimensions}");
        return [.. tensor.Dims.Select(dimension => dimension is >= 0 and <= int.MaxValue
            ? (int)dimension
            : throw new RecurrentModelException($"tensor '{name}' has a dimension of {dimension}"))];
    }

    /// <summary>The number of values that the shape says.</summary>
    /// <exception cref="RecurrentModelException">The shape is damaged, or says more values than an array holds.</exception>
    public static int Count(TensorProto tensor, string name)
    {
        var count = 1L;
        foreach (var dimension in Dimensions(tensor, name))
        {
            count *= dimension;
            if (count > Array.MaxLength)
                throw new RecurrentModelException($"tensor '{name}' is too large: [{string.Join(", ", tensor.Dims)}]");
        }

        return (int)count;
    }

    /// <summary>Checks that a tensor stores as many values as its shape says.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="count">The number of values that the shape says.</param>
    /// <param name="elementSize">Bytes of a value.</param>
    /// <exception cref="RecurrentModelException">It stores more or fewer.</exception>
    public static void CheckFilled(TensorProto tensor, string name, int count, int elementSize)
    {
        if (tensor.HasRawData && tensor.RawData.Length != (long)count * elementSize)
            throw new RecurrentModelException($"tensor '{name}' holds {tensor.RawData.Length} bytes, but its shape says {(long)count * elementSize}");
        var typed = (DataType)tensor.DataType switch
        {
            DataType.Float => tensor.FloatData.Count,
            DataType.Double => tensor.DoubleData.Count,
            DataType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (!tensor.HasRawData && typed != count)
            throw new RecurrentModelException($"tensor '{name}' holds {typed} numbers, but its shape says {count}");
    }

    /// <summary>Bytes of a value, or null for a type that is not supported.</summary>
    public static int? ElementSize(TensorProto tensor) => (DataType)tensor.DataType switch
    {
        DataType.Float or DataType.Int32 => sizeof(float),
        DataType.Double or DataType.Int64 => sizeof(double),
        DataType.Float16 => sizeof(short),
        DataType.Int8 or DataType.Uint8 or DataType.Bool => sizeof(byte),
        _ => null,
    };
}
