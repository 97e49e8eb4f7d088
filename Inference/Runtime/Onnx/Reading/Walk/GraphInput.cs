using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>An input of a graph as it is declared.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Factors">Its axes; they get their meaning where they are read.</param>
internal sealed record GraphInput(string Name, DataType Type, IReadOnlyList<AxisFactor> Factors)
{
    private const int MaxAxes = 8;

    public static GraphInput Read(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } tensor)
            throw new RecurrentModelException($"Input '{input.Name}' is not declared as a tensor.");
        if (tensor.Shape is not { } shape)
            throw new RecurrentModelException($"Input '{input.Name}' declares no shape, so its axes cannot be told apart.");
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
            : throw new RecurrentModelException($"Input '{input}' has a dimension of {dimension.DimValue} at axis {axis}.");
    }
}
