using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>
/// Computes DequantizeLinear of a constant: (x - zero point) * scale, with one scale for the tensor or one for each index of an axis:
/// https://onnx.ai/onnx/operators/onnx__DequantizeLinear.html.
/// </summary>
internal static class Dequantization
{
    public static ConstantTensor Apply(GraphNode node)
    {
        var (tensor, scale) = (node.Constant(0), node.Constant(1));
        if (node.GetInteger("block_size") is not (null or 0))
            throw node.CreateError("attribute 'block_size' is not supported: one scale for the tensor or for each index of an axis is");
        var values = Values(node, tensor);
        var zeroPoint = node.OptionalConstant(2) is { } zero ? Values(node, zero) : new float[1];
        var (size, inner) = (1, Math.Max(1, values.Length));
        if (scale.Count != 1)
        {
            var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 1, tensor.Rank);
            size = tensor.Dimensions[axis];
            inner = tensor.Dimensions[(axis + 1)..].Aggregate(1, (product, dimension) => product * dimension);
        }

        if (scale.Count != size || zeroPoint.Length is not 1 && zeroPoint.Length != size)
            throw node.CreateError($"has {scale.Count} scales and {zeroPoint.Length} zero points, expected 1 or {size}");
        var dequantized = new float[node.Budget.Charge(tensor.Dimensions)];
        for (var index = 0; index < dequantized.Length; index++)
        {
            var part = size == 1 ? 0 : index / Math.Max(1, inner) % size;
            dequantized[index] = (values[index] - zeroPoint[zeroPoint.Length == 1 ? 0 : part]) * scale.Floats[part];
        }

        return ConstantTensor.Create(tensor.Name, DataType.Float, dequantized, tensor.Dimensions);
    }

    // Biases are stored as integers of 32 bits.
    private static float[] Values(GraphNode node, ConstantTensor tensor)
    {
        if (tensor.IsFloat)
            return tensor.FloatArray;
        node.Budget.Charge(tensor.Dimensions);
        return [.. tensor.GetIntegers().Select(integer => (float)integer)];
    }
}
