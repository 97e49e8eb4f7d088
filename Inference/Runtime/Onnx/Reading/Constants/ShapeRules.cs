namespace MlNetRecurrent.Onnx;

/// <summary>Rules for Shape and Size, whose results may depend on the sizes of the inputs.</summary>
internal static class ShapeRules
{
    public static GraphValue Shape(GraphNode node)
    {
        var shape = Extents(node);
        // Since opset 15, a node may request a part of the shape.
        var start = AxisArguments.ClampIndex(node.GetInteger("start") ?? 0, shape.Count);
        var end = AxisArguments.ClampIndex(node.GetInteger("end") ?? shape.Count, shape.Count);
        return new ConstantValue(ConstantTensor.Create(node.Name, [.. shape.Skip(start).Take(end - start)]));
    }

    public static GraphValue Size(GraphNode node)
    {
        var size = Extents(node).Aggregate(SymbolicInteger.From(1), (product, extent) => product.Multiply(extent));
        return new ConstantValue(ConstantTensor.Create(node.Name, size).WithDimensions([]));
    }

    private static IReadOnlyList<SymbolicInteger> Extents(GraphNode node) => node.RequireInput(0) switch
    {
        ConstantValue constant => [.. constant.Tensor.Dimensions.Select(dimension => SymbolicInteger.From(dimension))],
        SignalValue signal => [.. signal.Axes.Select(axis => axis.Size)],
        FilledValue { Dimensions: { } dimensions } => dimensions,
        RepeatedValue repeated => repeated.Dimensions,
        PermutationValue order => [order.Size],
        IndexRangeValue range => [range.Count],
        _ => throw node.CreateError("requests the size of a value whose size is unknown"),
    };
}
