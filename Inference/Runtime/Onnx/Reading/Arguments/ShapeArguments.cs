namespace MlNetRecurrent.Onnx;

/// <summary>Reads the shape argument of Reshape.</summary>
internal static class ShapeArguments
{
    /// <summary>The requested shape; 0 keeps a dimension, and -1 is inferred from the others.</summary>
    public static SymbolicInteger[] Read(GraphNode node) =>
        node.GetIntegers("shape") is { } shape ? [.. shape.Select(SymbolicInteger.From)] : node.Constant(1).Integers.ToArray();
}
