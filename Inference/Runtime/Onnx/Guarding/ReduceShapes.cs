namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of operators that reduce axes.</summary>
internal static class ReduceShapes
{
    public static IReadOnlyList<SizedValue> Reduce(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var axes = node.GetIntegersOrInput("axes", 1)?.Select(axis => node.Axis(axis, dimensions.Length)).ToHashSet()
            ?? (node.GetInteger("noop_with_empty_axes") is 1 ? [] : [.. Enumerable.Range(0, dimensions.Length)]);
        var keeps = node.GetInteger("keepdims") is null or not 0;
        var reduced = dimensions
            .Select((dimension, axis) => axes.Contains(axis) ? SymbolicSize.One : dimension)
            .Where((_, axis) => keeps || !axes.Contains(axis))
            .ToArray();
        var elements = node.Operator == "ReduceProd" && axes.Count == dimensions.Length && node.RequireInput(0).Elements is { } factors
            ? new[] { SizedValue.Product(factors.Select(factor => factor.ToSafeBound())).ToSafeBound() }
            : null;
        return [SizedValue.FromDimensions(reduced) with { Elements = elements }];
    }
}
