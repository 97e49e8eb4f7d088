namespace MlNetRecurrent.Onnx;

/// <summary>Operators that take one number out of all along some axes.</summary>
internal static class ReduceSizes
{
    public static IReadOnlyList<GuardedValue> Reduce(GuardedNode node)
    {
        var dimensions = node.Dimensions(0);
        var axes = node.IntegersOrInput("axes", 1)?.Select(axis => node.Axis(axis, dimensions.Length)).ToHashSet()
            ?? (node.Integer("noop_with_empty_axes") is 1 ? [] : [.. Enumerable.Range(0, dimensions.Length)]);
        var keeps = node.Integer("keepdims") is null or not 0;
        var reduced = dimensions
            .Select((dimension, axis) => axes.Contains(axis) ? Size.One : dimension)
            .Where((_, axis) => keeps || !axes.Contains(axis))
            .ToArray();
        var numbers = node.Operator == "ReduceProd" && axes.Count == dimensions.Length && node.Required(0).Numbers is { } factors
            ? new[] { GuardedValue.Product(factors.Select(factor => factor.Guarded())).Guarded() }
            : null;
        return [GuardedValue.Of(reduced) with { Numbers = numbers }];
    }
}
