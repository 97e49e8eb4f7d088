namespace MlNetRecurrent.Onnx;

/// <summary>Shape and Size: integers that may depend on what is fed.</summary>
internal static class ShapeRules
{
    public static GraphValue Shape(GraphNode node)
    {
        var shape = Extents(node);
        // Since opset 15 a part of the shape may be asked for.
        var start = AxisArguments.ClampedPlace(node.Integer("start") ?? 0, shape.Count);
        var end = AxisArguments.ClampedPlace(node.Integer("end") ?? shape.Count, shape.Count);
        return new ConstantValue(ConstantTensor.Of(node.Name, [.. shape.Skip(start).Take(end - start)]));
    }

    public static GraphValue Size(GraphNode node) =>
        new ConstantValue(ConstantTensor.Of(node.Name, Extents(node).Aggregate(Extent.Of(1), (product, extent) => product.Times(extent))).WithDimensions([]));

    private static IReadOnlyList<Extent> Extents(GraphNode node) => node.Required(0) switch
    {
        ConstantValue constant => [.. constant.Tensor.Dimensions.Select(dimension => Extent.Of(dimension))],
        SignalValue signal => [.. signal.Axes.Select(axis => axis.Extent)],
        FilledValue { Dimensions: { } dimensions } => dimensions,
        _ => throw node.Fault("asks for the size of a value that is not followed"),
    };
}
