using System.Runtime.InteropServices;
using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// The values of a stored tensor, from raw bytes or from the field of their type. Raw bytes are little-endian, as are all platforms on which
/// .NET runs MlNetRecurrent. Error messages are fragments that callers complete: they begin with "tensor 'x'" and have no period.
/// </summary>
internal static class TensorValues
{
    // Shapes, axes and indices are short; only weights are long.
    private const int MaxIntegers = 65_536;

    /// <summary>Whether the values are floats of a supported type.</summary>
    public static bool AreFloats(TensorProto tensor) => (DataType)tensor.DataType is DataType.Float or DataType.Float16 or DataType.Double;

    /// <summary>Whether the values are integers of a supported type.</summary>
    public static bool AreIntegers(TensorProto tensor) => (DataType)tensor.DataType is DataType.Int64 or DataType.Int32 or DataType.Bool;

    /// <summary>Whether the values are integers of 8 or 16 bits, such as quantized weights.</summary>
    public static bool AreSmallIntegers(TensorProto tensor) =>
        (DataType)tensor.DataType is DataType.Int8 or DataType.Uint8 or DataType.Int16 or DataType.Uint16;

    /// <summary>Copies the values of a tensor of small integers, which floats represent exactly.</summary>
    /// <exception cref="RecurrentModelException">The number of values does not match the shape.</exception>
    public static float[] ReadSmallIntegers(TensorProto tensor, string name)
    {
        var count = TensorShape.CountValues(tensor, name);
        TensorShape.CheckValueCount(tensor, name, count, TensorShape.GetElementSize(tensor)!.Value);
        var raw = tensor.RawData.Span;
        var values = new float[count];
        for (var index = 0; index < count; index++)
        {
            values[index] = ((DataType)tensor.DataType, tensor.HasRawData) switch
            {
                (DataType.Int8, true) => (sbyte)raw[index],
                (DataType.Uint8, true) => raw[index],
                (DataType.Int16, true) => MemoryMarshal.Cast<byte, short>(raw)[index],
                (DataType.Uint16, true) => MemoryMarshal.Cast<byte, ushort>(raw)[index],
                (DataType.Int8, false) => (sbyte)tensor.Int32Data[index],
                (DataType.Uint8, false) => (byte)tensor.Int32Data[index],
                (DataType.Int16, false) => (short)tensor.Int32Data[index],
                _ => (ushort)tensor.Int32Data[index],
            };
        }

        return values;
    }

    /// <summary>Checks that the type of the values is supported.</summary>
    /// <exception cref="RecurrentModelException">The type is not supported.</exception>
    public static void CheckType(TensorProto tensor, string name)
    {
        if (!AreFloats(tensor) && !AreIntegers(tensor))
        {
            throw new RecurrentModelException(
                $"tensor '{name}' has the type {(DataType)tensor.DataType}; "
                + "supported: Float, Float16 and Double, Int64, Int32 and Bool for shapes, and smaller integers for quantized weights");
        }
    }

    /// <summary>Copies the values of a tensor of floats.</summary>
    /// <exception cref="RecurrentModelException">The number of values does not match the shape.</exception>
    public static float[] ReadFloats(TensorProto tensor, string name)
    {
        // An invalid shape may require more values than the file has bytes.
        var count = TensorShape.CountValues(tensor, name);
        TensorShape.CheckValueCount(tensor, name, count, TensorShape.GetElementSize(tensor)!.Value);
        var values = new float[count];
        CopyFloats(tensor, name, values);
        return values;
    }

    /// <summary>Copies the values of a tensor of floats.</summary>
    /// <param name="tensor">The tensor.</param>
    /// <param name="name">The name of the tensor in error messages.</param>
    /// <param name="values">The buffer for the values; its length is the number of values that the shape requires.</param>
    /// <exception cref="RecurrentModelException">The number of values does not match the shape.</exception>
    public static void CopyFloats(TensorProto tensor, string name, Span<float> values)
    {
        TensorShape.CheckValueCount(tensor, name, values.Length, TensorShape.GetElementSize(tensor)!.Value);
        switch ((DataType)tensor.DataType)
        {
            case DataType.Float when tensor.HasRawData:
                MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).CopyTo(values);
                break;
            case DataType.Float:
                for (var index = 0; index < values.Length; index++)
                    values[index] = tensor.FloatData[index];
                break;
            case DataType.Double:
                var doubles = MemoryMarshal.Cast<byte, double>(tensor.RawData.Span);
                for (var index = 0; index < values.Length; index++)
                    values[index] = (float)(tensor.HasRawData ? doubles[index] : tensor.DoubleData[index]);
                break;
            default:
                var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
                for (var index = 0; index < values.Length; index++)
                    values[index] = (float)(tensor.HasRawData ? halves[index] : BitConverter.UInt16BitsToHalf((ushort)tensor.Int32Data[index]));
                break;
        }
    }

    /// <summary>Copies the values of a tensor of integers.</summary>
    /// <exception cref="RecurrentModelException">The number of values does not match the shape or is too large.</exception>
    public static long[] ReadIntegers(TensorProto tensor, string name)
    {
        var count = TensorShape.CountValues(tensor, name);
        if (count > MaxIntegers)
            throw new RecurrentModelException($"tensor '{name}' holds {count} integers, expected at most {MaxIntegers}");
        TensorShape.CheckValueCount(tensor, name, count, TensorShape.GetElementSize(tensor)!.Value);
        var raw = tensor.RawData.Span;
        return ((DataType)tensor.DataType, tensor.HasRawData) switch
        {
            (DataType.Int64, true) => MemoryMarshal.Cast<byte, long>(raw).ToArray(),
            (DataType.Int64, false) => [.. tensor.Int64Data],
            (DataType.Int32, true) => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(raw).ToArray(), value => (long)value),
            (DataType.Int32, false) => [.. tensor.Int32Data.Select(value => (long)value)],
            (_, true) => Array.ConvertAll(raw.ToArray(), value => (long)value),
            (_, false) => [.. tensor.Int32Data.Select(value => value == 0 ? 0L : 1)],
        };
    }

    /// <summary>Checks that the values are inside the model file.</summary>
    /// <exception cref="RecurrentModelException">The values are in another file.</exception>
    public static void CheckInModelFile(TensorProto tensor, string name)
    {
        if (ExternalData.IsExternal(tensor))
            throw new RecurrentModelException($"tensor '{name}' stores its values in another file: save the model with its weights inside");
    }

    /// <summary>Returns the index of the first NaN or infinity of a tensor of floats, or -1. Raw values are not copied.</summary>
    /// <exception cref="RecurrentModelException">The number of values does not match the shape.</exception>
    public static int FindNonFiniteIndex(TensorProto tensor, string name)
    {
        if (!tensor.HasRawData || (DataType)tensor.DataType == DataType.Double)
            return FindNonFiniteIndex(ReadFloats(tensor, name));
        TensorShape.CheckValueCount(tensor, name, TensorShape.CountValues(tensor, name), TensorShape.GetElementSize(tensor)!.Value);
        if ((DataType)tensor.DataType == DataType.Float)
            return FindNonFiniteIndex(MemoryMarshal.Cast<byte, float>(tensor.RawData.Span));
        var halves = MemoryMarshal.Cast<byte, Half>(tensor.RawData.Span);
        for (var index = 0; index < halves.Length; index++)
        {
            if (!Half.IsFinite(halves[index]))
                return index;
        }

        return -1;
    }

    /// <summary>Returns the index of the first NaN or infinity, or -1.</summary>
    public static int FindNonFiniteIndex(ReadOnlySpan<float> values) => values.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
}
