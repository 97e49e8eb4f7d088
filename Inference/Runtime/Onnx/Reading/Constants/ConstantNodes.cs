using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Reads Constant nodes, whose value is in one of several attributes.</summary>
internal static class ConstantNodes
{
    public static ConstantTensor Read(GraphNode node)
    {
        if (node.GetTensor("value") is { } tensor)
            return TensorReader.Read(tensor, tensor.Name.Length > 0 ? tensor.Name : node.Name);
        if (node.GetInteger("value_int") is { } integer)
            return ConstantTensor.Create(node.Name, DataType.Int64, [SymbolicInteger.From(integer)], []);
        if (node.GetIntegers("value_ints") is { } integers)
            return ConstantTensor.Create(node.Name, [.. integers.Select(SymbolicInteger.From)]);
        if (node.GetFloat("value_float") is { } number)
            return ConstantTensor.Create(node.Name, DataType.Float, [number], []);
        if (node.GetFloats("value_floats") is { } floats)
            return ConstantTensor.Create(node.Name, DataType.Float, [.. floats], [floats.Count]);
        throw node.CreateError("has no supported attribute, expected value, value_int, value_ints, value_float or value_floats");
    }
}
