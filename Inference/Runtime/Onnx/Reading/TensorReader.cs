using System.Buffers.Binary;
using System.Runtime.InteropServices;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads the tensors of a file, from raw bytes or from the field of their type.</summary>
internal static class TensorReader
{
    // Shapes, axes and indices are short; only weights are long.
    private const int MostIntegers = 65_536;
    private const int MostDimensions = 16;

    /// <exception cref="RecurrentModelException">The numbers do not fit the shape, or are of a type that is not supported.</exception>
    public static ConstantTensor Read(TensorProto tensor, string? name = null)
    {
        name ??= tensor.Name;
        if (tensor.DataLocation == DataLocation.External || tensor.ExternalData.Count > 0)
            throw new RecurrentModelException($"tensor '{name}' keeps its numbers in another file: save the model with its weights inside");
        var dimensions = Dimensions(tensor, name);
        var count = Count(dimensions, name);
        var type = (DataType)tensor.DataType;
        return type switch
        {
            DataType.Float => ConstantTensor.Of(name, type, Numbers(tensor, tensor.FloatData, count, name, BinaryPrimitives.ReadSingleLittleEndian), dimensions),
            DataType.Double => ConstantTensor.Of(name, type, [.. Numbers(tensor, tensor.DoubleData, count, name, BinaryPrimitives.ReadDoubleLittleEndian).Select(number => (float)number)], dimensions),
            DataType.Float16 => ConstantTensor.Of(name, type, [.. Numbers(tensor, Halves(), count, name, BinaryPrimitives.ReadHalfLittleEndian).Select(number => (float)number)], dimensions),
            DataType.Int64 => Integers(Numbers(tensor, tensor.Int64Data, Bounded(count), name, BinaryPrimitives.ReadInt64LittleEndian)),
            DataType.Int32 => Integers(Numbers(tensor, tensor.Int32Data, Bounded(count), name, BinaryPrimitives.ReadInt32LittleEndian).Select(number => (long)number)),
            DataType.Bool => Integers(Numbers(tensor, [.. tensor.Int32Data.Select(number => (byte)(number == 0 ? 0 : 1))], Bounded(count), name, bytes => bytes[0]).Select(number => (long)number)),
            _ => throw new RecurrentModelException($"tensor '{name}' holds {type}; supported are Float, Float16 and Double, and Int64, Int32 and Bool for shapes"),
        };

        Half[] Halves() => [.. tensor.Int32Data.Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits))];

        ConstantTensor Integers(IEnumerable<long> numbers) => ConstantTensor.Of(name, type, [.. numbers.Select(Extent.Of)], dimensions);

        int Bounded(int integers) => integers <= MostIntegers
            ? integers
            : throw new RecurrentModelException($"tensor '{name}' holds {integers} integers, expected at most {MostIntegers}");
    }

    private delegate T ReadNumber<T>(ReadOnlySpan<byte> bytes);

    private static T[] Numbers<T>(TensorProto tensor, IReadOnlyCollection<T> typed, int count, string name, ReadNumber<T> read)
        where T : unmanaged
    {
        if (!tensor.HasRawData)
        {
            return typed.Count == count
                ? [.. typed]
                : throw new RecurrentModelException($"tensor '{name}' holds {typed.Count} numbers, but its shape says {count}");
        }

        var size = Marshal.SizeOf<T>();
        var raw = tensor.RawData.Span;
        if (raw.Length != (long)count * size)
            throw new RecurrentModelException($"tensor '{name}' holds {raw.Length} bytes, but its shape says {(long)count * size}");
        var numbers = new T[count];
        for (var index = 0; index < count; index++)
            numbers[index] = read(raw.Slice(index * size, size));
        return numbers;
    }

    private static int[] Dimensions(TensorProto tensor, string name)
    {
        if (tensor.Dims.Count > MostDimensions)
            throw new RecurrentModelException($"tensor '{name}' has {tensor.Dims.Count} dimensions, expected at most {MostDimensions}");
        return [.. tensor.Dims.Select(dimension => dimension is >= 0 and <= int.MaxValue
            ? (int)dimension
            : throw new RecurrentModelException($"tensor '{name}' has a dimension of {dimension}"))];
    }

    private static int Count(int[] dimensions, string name)
    {
        var count = 1L;
        foreach (var dimension in dimensions)
        {
            count *= dimension;
            if (count > Array.MaxLength)
                throw new RecurrentModelException($"tensor '{name}' is too large: [{string.Join(", ", dimensions)}]");
        }

        return (int)count;
    }
}
