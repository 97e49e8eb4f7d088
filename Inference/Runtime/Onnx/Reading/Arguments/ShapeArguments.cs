namespace MlNetRecurrent.Onnx;

/// <summary>Reads the shape that Reshape is given.</summary>
internal static class ShapeArguments
{
    /// <summary>The shape; 0 keeps a dimension, -1 takes the rest.</summary>
    public static Extent[] Of(GraphNode node) =>
        node.Integers("shape") is { } shape ? [.. shape.Select(Extent.Of)] : node.Constant(1).Integers.ToArray();
}
