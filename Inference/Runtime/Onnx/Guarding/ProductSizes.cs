namespace MlNetRecurrent.Onnx;

/// <summary>Matrix products.</summary>
internal static class ProductSizes
{
    // [.., rows, inner] x [.., inner, columns], as NumPy has it
    public static IReadOnlyList<GuardedValue> MatMul(GuardedNode node)
    {
        var (left, right) = (node.Dimensions(0), node.Dimensions(1));
        if (left.Length == 0 || right.Length == 0)
            throw node.Fault("multiplies a single number, expected matrices");
        var inner = left[^1].Number is null ? right[Math.Max(0, right.Length - 2)] : left[^1];
        Size[] outer = ElementwiseSizes.Broadcast(GuardedValue.Of([.. left.SkipLast(2)]), GuardedValue.Of([.. right.SkipLast(2)])).Dimensions!;
        Size[] rows = left.Length > 1 ? [left[^2]] : [];
        Size[] columns = right.Length > 1 ? [right[^1]] : [];
        return Product(node, inner, outer, rows, columns);
    }

    // [rows, inner] x [inner, columns] + C
    public static IReadOnlyList<GuardedValue> Gemm(GuardedNode node)
    {
        var (left, right) = (node.Dimensions(0), node.Dimensions(1));
        if (left.Length != 2 || right.Length != 2)
            throw node.Fault($"multiplies values of {left.Length} and {right.Length} axes, expected 2");
        var (rows, inner) = node.Integer("transA") is null or 0 ? (left[0], left[1]) : (left[1], left[0]);
        var columns = node.Integer("transB") is null or 0 ? right[1] : right[0];
        return Product(node, inner, rows, columns);
    }

    private static GuardedValue[] Product(GuardedNode node, Size inner, params IEnumerable<Size>[] axes) => Product(node, inner, [.. axes.SelectMany(axis => axis)]);

    private static GuardedValue[] Product(GuardedNode node, Size inner, params Size[] axes)
    {
        var product = GuardedValue.Of(axes);
        node.Work = product.Total.Times(inner);
        // Hosts keep weights in an order of their own beside the file's.
        if (node.Required(1).IsConstant)
            node.Kept = node.Required(1).Total;
        return [product];
    }
}
