using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads Constant nodes, whose number stands in one of several attributes.</summary>
internal static class ConstantNodes
{
    public static ConstantTensor Read(GraphNode node)
    {
        if (node.Tensor("value") is { } tensor)
            return TensorReader.Read(tensor, tensor.Name.Length > 0 ? tensor.Name : node.Name);
        if (node.Integer("value_int") is { } integer)
            return ConstantTensor.Of(node.Name, Extent.Of(integer)).WithDimensions([]);
        if (node.Integers("value_ints") is { } integers)
            return ConstantTensor.Of(node.Name, [.. integers.Select(Extent.Of)]);
        if (node.Number("value_float") is { } number)
            return ConstantTensor.Of(node.Name, DataType.Float, [number], []);
        if (node.Numbers("value_floats") is { } numbers)
            return ConstantTensor.Of(node.Name, DataType.Float, [.. numbers], [numbers.Count]);
        throw node.Fault("has no value that is supported: value, value_int, value_ints, value_float or value_floats");
    }
}
