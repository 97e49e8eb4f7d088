namespace MlNetRecurrent.Onnx;

/// <summary>Reads the shape that Reshape is given.</summary>
internal static class ShapeArguments
{
    /// <summary>The shape; 0 keeps a dimension, -1 takes the rest.</summary>
    public static SymbolicInteger[] Of(GraphNode node) =>
        node.GetIntegers("shape") is { } shape ? [.. shape.Select(SymbolicInteger.From)] : node.Constant(1).Integers.ToArray();
}
