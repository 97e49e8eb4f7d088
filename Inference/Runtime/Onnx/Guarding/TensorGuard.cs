using System.Buffers.Binary;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Checks that a tensor of a file holds as many numbers as its shape says, without copying them.</summary>
internal static class TensorGuard
{
    private const int MostDimensions = 16;

    /// <summary>How large the tensor is, and its numbers where they are few.</summary>
    /// <exception cref="RecurrentModelException">The numbers do not fit the shape, or are of a type that is not supported.</exception>
    public static GuardedValue Check(TensorProto tensor, string name)
    {
        if (tensor.DataLocation == DataLocation.External || tensor.ExternalData.Count > 0)
            throw new RecurrentModelException($"Tensor '{name}' keeps its numbers in another file.");
        if (tensor.HasSegment)
            throw new RecurrentModelException($"Tensor '{name}' is stored in segments.");
        var count = Count(tensor, name);
        var size = NumberSize(tensor) ?? throw new RecurrentModelException($"Tensor '{name}' holds {(DataType)tensor.DataType}; supported are Float, Float16, Double, Int64, Int32, Int8, Uint8 and Bool.");
        var typed = (DataType)tensor.DataType switch
        {
            DataType.Float => tensor.FloatData.Count,
            DataType.Double => tensor.DoubleData.Count,
            DataType.Int64 => tensor.Int64Data.Count,
            _ => tensor.Int32Data.Count,
        };
        if (tensor.HasRawData && tensor.RawData.Length != (long)count * size)
            throw new RecurrentModelException($"Tensor '{name}' holds {tensor.RawData.Length} bytes, but its shape says {(long)count * size}.");
        if (!tensor.HasRawData && typed != count)
            throw new RecurrentModelException($"Tensor '{name}' holds {typed} numbers, but its shape says {count}.");
        var value = GuardedValue.Of([.. tensor.Dims.Select(dimension => Size.Of(dimension))]);
        return count <= GuardedValue.MostNumbers ? value with { Numbers = Numbers(tensor, count) } : value;
    }

    /// <summary>Bytes of a number, or null for a type that is not supported.</summary>
    public static int? NumberSize(TensorProto tensor) => (DataType)tensor.DataType switch
    {
        DataType.Float or DataType.Int32 => sizeof(float),
        DataType.Double or DataType.Int64 => sizeof(double),
        DataType.Float16 => sizeof(short),
        DataType.Int8 or DataType.Uint8 or DataType.Bool => sizeof(byte),
        _ => null,
    };

    private static int Count(TensorProto tensor, string name)
    {
        if (tensor.Dims.Count > MostDimensions)
            throw new RecurrentModelException($"Tensor '{name}' has {tensor.Dims.Count} dimensions, expected at most {MostDimensions}.");
        var count = 1L;
        foreach (var dimension in tensor.Dims)
        {
            if (dimension is < 0 or > int.MaxValue)
                throw new RecurrentModelException($"Tensor '{name}' has a dimension of {dimension}.");
            count *= dimension;
            if (count > Array.MaxLength)
                throw new RecurrentModelException($"Tensor '{name}' is too large: [{string.Join(", ", tensor.Dims)}].");
        }

        return (int)count;
    }

    private static Size[]? Numbers(TensorProto tensor, int count)
    {
        var raw = tensor.HasRawData ? tensor.RawData : null;
        Func<int, double>? read = (DataType)tensor.DataType switch
        {
            DataType.Float => index => raw is null ? tensor.FloatData[index] : BinaryPrimitives.ReadSingleLittleEndian(raw.Span[(index * sizeof(float))..]),
            DataType.Int64 => index => raw is null ? tensor.Int64Data[index] : BinaryPrimitives.ReadInt64LittleEndian(raw.Span[(index * sizeof(long))..]),
            DataType.Int32 => index => raw is null ? tensor.Int32Data[index] : BinaryPrimitives.ReadInt32LittleEndian(raw.Span[(index * sizeof(int))..]),
            DataType.Bool => index => raw is null ? tensor.Int32Data[index] : raw[index],
            _ => null,
        };
        if (read is null)
            return null;
        var numbers = Enumerable.Range(0, count).Select(read).ToArray();
        return numbers.All(double.IsFinite) ? [.. numbers.Select(Size.Of)] : null;
    }
}
