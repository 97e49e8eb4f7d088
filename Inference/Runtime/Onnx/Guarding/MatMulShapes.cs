namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of matrix products.</summary>
internal static class MatMulShapes
{
    // [.., rows, inner] x [.., inner, columns], as in NumPy
    public static IReadOnlyList<SizedValue> MatMul(SizedNode node)
    {
        var (left, right) = (node.Dimensions(0), node.Dimensions(1));
        if (left.Length == 0 || right.Length == 0)
            throw node.CreateError("multiplies a scalar, expected matrices");
        var inner = left[^1].Number is null ? right[Math.Max(0, right.Length - 2)] : left[^1];
        var (outerLeft, outerRight) = (SizedValue.FromDimensions([.. left.SkipLast(2)]), SizedValue.FromDimensions([.. right.SkipLast(2)]));
        SymbolicSize[] outer = ElementwiseShapes.Broadcast(outerLeft, outerRight).Dimensions!;
        SymbolicSize[] rows = left.Length > 1 ? [left[^2]] : [];
        SymbolicSize[] columns = right.Length > 1 ? [right[^1]] : [];
        return Product(node, inner, outer, rows, columns);
    }

    // The left-hand side is quantized at run time.
    public static IReadOnlyList<SizedValue> DynamicQuantized(SizedNode node)
    {
        var product = MatMul(node);
        node.Scratch = node.RequireInput(0).Total;
        return product;
    }

    // [rows, inner] x [inner, columns], the right-hand side after its scale and zero point
    public static IReadOnlyList<SizedValue> Quantized(SizedNode node)
    {
        const int Right = 3;
        var (left, right) = (node.Dimensions(0), node.Dimensions(Right));
        if (left.Length == 0 || right.Length != 2)
            throw node.CreateError($"multiplies inputs of rank {left.Length} and {right.Length}, expected a matrix on the right");
        var product = SizedValue.FromDimensions([.. left.SkipLast(1), right[1]]);
        node.Work = product.Total.Multiply(right[0]);
        node.Scratch = node.RequireInput(0).Total;
        if (node.RequireInput(Right).IsConstant)
            node.Kept = node.RequireInput(Right).Total;
        return [product];
    }

    // [rows, inner] x [inner, columns] + C
    public static IReadOnlyList<SizedValue> Gemm(SizedNode node)
    {
        var (left, right) = (node.Dimensions(0), node.Dimensions(1));
        if (left.Length != 2 || right.Length != 2)
            throw node.CreateError($"multiplies inputs of rank {left.Length} and {right.Length}, expected rank 2");
        var (rows, inner) = node.GetInteger("transA") is null or 0 ? (left[0], left[1]) : (left[1], left[0]);
        var columns = node.GetInteger("transB") is null or 0 ? right[1] : right[0];
        return Product(node, inner, rows, columns);
    }

    private static SizedValue[] Product(SizedNode node, SymbolicSize inner, params IEnumerable<SymbolicSize>[] axes) =>
        Product(node, inner, [.. axes.SelectMany(axis => axis)]);

    private static SizedValue[] Product(SizedNode node, SymbolicSize inner, params SymbolicSize[] axes)
    {
        var product = SizedValue.FromDimensions(axes);
        node.Work = product.Total.Multiply(inner);
        // Hosts keep a reordered copy of the weights.
        if (node.RequireInput(1).IsConstant)
            node.Kept = node.RequireInput(1).Total;
        return [product];
    }
}
