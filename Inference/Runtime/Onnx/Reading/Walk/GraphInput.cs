using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>A declared input of a graph.</summary>
/// <param name="Name">The name of the input.</param>
/// <param name="Type">The element type.</param>
/// <param name="Factors">The axes; the nodes that use the input determine their roles.</param>
internal sealed record GraphInput(string Name, DataType Type, IReadOnlyList<AxisFactor> Factors)
{
    private const int MaxAxes = 8;

    public static GraphInput Read(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor)
            throw new RecurrentModelException($"Input '{input.Name}' is not declared as a tensor.");
        if (tensor.Shape is not { } shape)
            throw new RecurrentModelException($"Input '{input.Name}' has no declared shape, so its axes cannot be identified.");
        if (shape.Dim.Count > MaxAxes)
            throw new RecurrentModelException($"Input '{input.Name}' has {shape.Dim.Count} axes, expected at most {MaxAxes}.");
        return new GraphInput(input.Name, (DataType)tensor.ElemType, [.. shape.Dim.Select((dimension, axis) => Factor(input.Name, dimension, axis))]);
    }

    private static AxisFactor Factor(string input, TensorShapeProto.Types.Dimension dimension, int axis)
    {
        if (!dimension.HasDimValue)
            return new AxisFactor(dimension.DimParam.Length > 0 ? dimension.DimParam : $"{input}.{axis}", null);
        return dimension.DimValue is >= 1 and <= int.MaxValue
            ? new AxisFactor($"{input}.{axis}", dimension.DimValue)
            : throw new RecurrentModelException($"Input '{input}' has an invalid dimension of {dimension.DimValue} at axis {axis}.");
    }
}
