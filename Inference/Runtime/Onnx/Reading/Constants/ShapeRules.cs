namespace MlNetRecurrent.Onnx;

/// <summary>Shape and Size: integers that may depend on what is fed.</summary>
internal static class ShapeRules
{
    public static GraphValue Shape(GraphNode node)
    {
        var shape = Extents(node);
        // Since opset 15 a part of the shape may be asked for.
        var start = AxisArguments.ClampIndex(node.GetInteger("start") ?? 0, shape.Count);
        var end = AxisArguments.ClampIndex(node.GetInteger("end") ?? shape.Count, shape.Count);
        return new ConstantValue(ConstantTensor.Create(node.Name, [.. shape.Skip(start).Take(end - start)]));
    }

    public static GraphValue Size(GraphNode node) =>
        new ConstantValue(ConstantTensor.Create(node.Name, Extents(node).Aggregate(SymbolicInteger.From(1), (product, extent) => product.Multiply(extent))).WithDimensions([]));

    private static IReadOnlyList<SymbolicInteger> Extents(GraphNode node) => node.Required(0) switch
    {
        ConstantValue constant => [.. constant.Tensor.Dimensions.Select(dimension => SymbolicInteger.From(dimension))],
        SignalValue signal => [.. signal.Axes.Select(axis => axis.Extent)],
        FilledValue { Dimensions: { } dimensions } => dimensions,
        _ => throw node.CreateError("asks for the size of a value that is not followed"),
    };
}
