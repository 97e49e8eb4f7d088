namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of operators that search for indices or take elements one by one.</summary>
internal static class IndexShapes
{
    /// <summary>The greatest or least elements along an axis, and their indices.</summary>
    public static IReadOnlyList<SizedValue> TopK(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.GetInteger("axis") ?? -1, dimensions.Length);
        var count = node.GetInteger("k") is { } attribute ? SymbolicSize.FromNumber(attribute)
            : node.RequireInput(1).Elements is [var element] ? element
            : dimensions[axis].ToBound();
        if (count.Number < 0)
            throw node.CreateError($"takes {count.Number} elements");
        var taken = SizedValue.FromDimensions([.. dimensions.Select((size, other) => other == axis ? count : size)]);
        return [.. Enumerable.Repeat(taken, Math.Max(1, node.OutputCount))];
    }

    public static IReadOnlyList<SizedValue> ArgMax(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.GetInteger("axis") ?? 0, dimensions.Length);
        var keeps = node.GetInteger("keepdims") is null or not 0;
        return [SizedValue.FromDimensions([.. dimensions.Select((size, other) => other == axis ? SymbolicSize.One : size)
            .Where((_, other) => keeps || other != axis)])];
    }

    public static IReadOnlyList<SizedValue> GatherElements(SizedNode node) => [node.RequireInput(1) with { Elements = null }];

    public static IReadOnlyList<SizedValue> OneHot(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        if (node.Sizes(1) is not [{ Number: >= 0 } depth])
            throw node.CreateError("the depth must be one constant number");
        var axis = node.Axis(node.GetInteger("axis") ?? -1, dimensions.Length + 1);
        return [SizedValue.FromDimensions([.. dimensions[..axis], depth, .. dimensions[axis..]])];
    }

    public static IReadOnlyList<SizedValue> NonZero(SizedNode node) =>
        [SizedValue.FromDimensions(SymbolicSize.FromNumber(Math.Max(1, node.Dimensions(0).Length)), node.RequireInput(0).Total.ToBound())];

    public static IReadOnlyList<SizedValue> Compress(SizedNode node)
    {
        if (node.GetInteger("axis") is not { } requested)
            return [SizedValue.FromDimensions(node.RequireInput(0).Total.ToBound())];
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(requested, dimensions.Length);
        return [SizedValue.FromDimensions([.. dimensions.Select((size, other) => other == axis ? size.ToBound() : size)])];
    }

    // [batch, classes] -> [batch, samples]
    public static IReadOnlyList<SizedValue> Multinomial(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var samples = node.GetInteger("sample_size") ?? 1;
        return dimensions.Length == 2 && samples >= 0
            ? [SizedValue.FromDimensions(dimensions[0], SymbolicSize.FromNumber(samples))]
            : throw node.CreateError($"takes {samples} samples from {dimensions.Length} axes, expected [batch, classes]");
    }
}
