using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using static MlNetRecurrent.Onnx.TensorProto.Types;
using static TorchSharp.torch;
using Tensor = TorchSharp.torch.Tensor;

namespace MlNetRecurrent.Training;

/// <summary>Converts values to and from the element types of ONNX Runtime.</summary>
internal static class OrtValues
{
    /// <summary>Creates a value of a type from numbers in row-major order.</summary>
    /// <exception cref="InvalidOperationException">There is no conversion to the type.</exception>
    public static OrtValue Create(Tensor values, long[] shape, DataType type) => type switch
    {
        DataType.Int64 => OrtValue.CreateTensorValueFromMemory(ToArray<long>(values, ScalarType.Int64), shape),
        DataType.Int32 => OrtValue.CreateTensorValueFromMemory(ToArray<int>(values, ScalarType.Int32), shape),
        DataType.Double => OrtValue.CreateTensorValueFromMemory(ToArray<double>(values, ScalarType.Float64), shape),
        DataType.Float => OrtValue.CreateTensorValueFromMemory(ToArray<float>(values, ScalarType.Float32), shape),
        DataType.Bool => OrtValue.CreateTensorValueFromMemory(ToArray<bool>(values, ScalarType.Bool), shape),
        DataType.Float16 => OrtValue.CreateTensorValueFromMemory(
            Array.ConvertAll(ToArray<float>(values, ScalarType.Float32), value => (Float16)value), shape),
        _ => throw new InvalidOperationException($"values of type {type} cannot be created"),
    };

    /// <summary>Returns the numbers of a value, in row-major order.</summary>
    /// <exception cref="InvalidOperationException">There is no conversion from the type.</exception>
    public static float[] ToFloats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
        TensorElementType.Float16 => Array.ConvertAll(value.GetTensorDataAsSpan<Float16>().ToArray(), number => (float)number),
        TensorElementType.Double => Array.ConvertAll(value.GetTensorDataAsSpan<double>().ToArray(), number => (float)number),
        TensorElementType.Int64 => Array.ConvertAll(value.GetTensorDataAsSpan<long>().ToArray(), number => (float)number),
        TensorElementType.Int32 => Array.ConvertAll(value.GetTensorDataAsSpan<int>().ToArray(), number => (float)number),
        var type => throw new InvalidOperationException($"values of type {type} cannot be read"),
    };

    private static T[] ToArray<T>(Tensor values, ScalarType type)
        where T : unmanaged => values.to(type).contiguous().data<T>().ToArray();
}
