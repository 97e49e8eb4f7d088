using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace MlNetRecurrent;

/// <summary>Converts between the floats and token IDs of a batch and tensors of any numeric type.</summary>
internal static class TensorConversion
{
    /// <summary>Whether a graph may have tensors of a type.</summary>
    public static bool IsSupported(TensorElementType type) => type is
        TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16
        or TensorElementType.Int64 or TensorElementType.Int32 or TensorElementType.Int16 or TensorElementType.Int8
        or TensorElementType.UInt64 or TensorElementType.UInt32 or TensorElementType.UInt16 or TensorElementType.UInt8
        or TensorElementType.Bool;

    /// <summary>Whether the elements of a type are integers or Booleans.</summary>
    public static bool IsInteger(TensorElementType type) =>
        type is not (TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16);

    /// <summary>Creates a tensor from floats.</summary>
    /// <exception cref="ArgumentException">The tensor has integers, and a value is not a whole number that it can hold.</exception>
    public static OrtValue Create(TensorElementType type, float[] values, long[] shape, string name) => type switch
    {
        TensorElementType.Float => OrtValue.CreateTensorValueFromMemory(values, shape),
        TensorElementType.Double => Create(values, shape, value => (double)value),
        TensorElementType.Float16 => Create(values, shape, value => (Float16)value),
        TensorElementType.Bool => Create(values, shape, value => value != 0),
        _ => Create(type, Array.ConvertAll(values, value => ToInteger(value, name)), shape, name),
    };

    /// <summary>Creates a tensor from integers.</summary>
    /// <exception cref="ArgumentException">The tensor cannot hold a value.</exception>
    public static OrtValue Create(TensorElementType type, long[] values, long[] shape, string name)
    {
        try
        {
            return type switch
            {
                TensorElementType.Int64 => OrtValue.CreateTensorValueFromMemory(values, shape),
                TensorElementType.Int32 => Create(values, shape, value => checked((int)value)),
                TensorElementType.Int16 => Create(values, shape, value => checked((short)value)),
                TensorElementType.Int8 => Create(values, shape, value => checked((sbyte)value)),
                TensorElementType.UInt64 => Create(values, shape, value => checked((ulong)value)),
                TensorElementType.UInt32 => Create(values, shape, value => checked((uint)value)),
                TensorElementType.UInt16 => Create(values, shape, value => checked((ushort)value)),
                TensorElementType.UInt8 => Create(values, shape, value => checked((byte)value)),
                TensorElementType.Bool => Create(values, shape, value => value != 0),
                TensorElementType.Double => Create(values, shape, value => (double)value),
                TensorElementType.Float16 => Create(values, shape, value => (Float16)(float)value),
                _ => Create(values, shape, value => (float)value),
            };
        }
        catch (OverflowException exception)
        {
            throw new ArgumentException($"A value of input '{name}' is out of range for its type {type}.", exception);
        }
    }

    /// <summary>Returns the values of a tensor as floats.</summary>
    public static ReadOnlySpan<float> Read(OrtValue tensor) => tensor.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => tensor.GetTensorDataAsSpan<float>(),
        TensorElementType.Double => Read<double>(tensor, value => (float)value),
        TensorElementType.Float16 => Read<Float16>(tensor, value => (float)value),
        TensorElementType.Int64 => Read<long>(tensor, value => value),
        TensorElementType.Int32 => Read<int>(tensor, value => value),
        TensorElementType.Int16 => Read<short>(tensor, value => value),
        TensorElementType.Int8 => Read<sbyte>(tensor, value => value),
        TensorElementType.UInt64 => Read<ulong>(tensor, value => value),
        TensorElementType.UInt32 => Read<uint>(tensor, value => value),
        TensorElementType.UInt16 => Read<ushort>(tensor, value => value),
        TensorElementType.UInt8 => Read<byte>(tensor, value => value),
        _ => Read<bool>(tensor, value => value ? 1 : 0),
    };

    // The outputs of a sequence with a NaN are NaN whatever the graph computes.
    private static long ToInteger(float value, string name) => float.IsNaN(value) ? 0
        : value == MathF.Truncate(value) && MathF.Abs(value) < long.MaxValue ? (long)value
        : throw new ArgumentException(FormattableString.Invariant($"Input '{name}' has integers, expected whole numbers; got {value}."));

    private static OrtValue Create<TFrom, T>(TFrom[] values, long[] shape, Converter<TFrom, T> convert)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(Array.ConvertAll(values, convert), shape);

    private static float[] Read<T>(OrtValue tensor, Func<T, float> convert)
        where T : unmanaged
    {
        var values = tensor.GetTensorDataAsSpan<T>();
        var floats = new float[values.Length];
        for (var index = 0; index < floats.Length; index++)
            floats[index] = convert(values[index]);
        return floats;
    }
}
