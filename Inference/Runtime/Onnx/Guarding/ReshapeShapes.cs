namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of operators that return or change shapes and keep the number of elements.</summary>
internal static class ReshapeShapes
{
    public static IReadOnlyList<SizedValue> ShapeOf(SizedNode node)
    {
        var shape = node.Dimensions(0);
        var start = AxisArguments.ClampIndex(node.GetInteger("start") ?? 0, shape.Length);
        var end = AxisArguments.ClampIndex(node.GetInteger("end") ?? shape.Length, shape.Length);
        SymbolicSize[] part = [.. shape.Skip(start).Take(end - start)];
        return
        [
            SizedValue.FromElements(part, SymbolicSize.FromNumber(part.Length)) with
            {
                IsConstant = part.All(size => size.Number is not null),
                IsCertain = true,
            },
        ];
    }

    public static IReadOnlyList<SizedValue> SizeOf(SizedNode node)
    {
        var total = node.RequireInput(0).Total;
        return [SizedValue.FromElements([total]) with { IsConstant = total.Number is not null }];
    }

    public static IReadOnlyList<SizedValue> Reshape(SizedNode node)
    {
        var value = node.RequireInput(0);
        var requested = node.GetIntegers("shape") is { } attribute
            ? [.. attribute.Select(size => SymbolicSize.FromNumber(size))]
            : node.Sizes(1);
        var keepsZero = node.GetInteger("allowzero") is null or 0;
        var dimensions = new SymbolicSize[requested.Length];
        var kept = new HashSet<int>();
        var rest = -1;
        for (var axis = 0; axis < requested.Length; axis++)
        {
            dimensions[axis] = requested[axis];
            if (requested[axis].Number == 0 && keepsZero)
            {
                dimensions[axis] = axis < node.Dimensions(0).Length
                    ? node.Dimensions(0)[axis]
                    : throw node.CreateError($"keeps axis {axis}, which its input does not have");
                kept.Add(axis);
            }
            else if (requested[axis].Number == -1 && rest < 0)
                (rest, dimensions[axis]) = (axis, SymbolicSize.One);
            else if (requested[axis].Number < 0)
                throw node.CreateError("requests a negative dimension");
        }

        if (rest >= 0)
            dimensions[rest] = Rest(value, kept, dimensions);
        return [value.WithDimensions(dimensions)];
    }

    // Kept axes cancel out, even where only a bound on them is known.
    private static SymbolicSize Rest(SizedValue value, HashSet<int> kept, SymbolicSize[] dimensions)
    {
        var whole = kept.Count == 0 ? value.Total : SizedValue.Product(value.Dimensions!.Where((_, axis) => !kept.Contains(axis)));
        var others = SizedValue.Product(dimensions.Where((_, axis) => !kept.Contains(axis)));
        return whole.TryDivide(others) ?? whole.ToBound();
    }

    public static IReadOnlyList<SizedValue> Flatten(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var requested = node.GetInteger("axis") ?? 1;
        var axis = requested == dimensions.Length ? dimensions.Length : node.Axis(requested, dimensions.Length);
        return [node.RequireInput(0).WithDimensions([SizedValue.Product(dimensions[..axis]), SizedValue.Product(dimensions[axis..])])];
    }

    public static IReadOnlyList<SizedValue> Transpose(SizedNode node)
    {
        var value = node.RequireInput(0);
        var dimensions = node.Dimensions(0);
        var permutation = AxisArguments.Permutation(node, dimensions.Length);
        var transposed = value.WithDimensions([.. permutation.Select(axis => dimensions[axis])]);
        return [transposed with { Elements = dimensions.Length > 1 ? Swap(value, dimensions, permutation) : value.Elements }];
    }

    // PyTorch reorders the sizes of its padding as a matrix.
    private static SymbolicSize[]? Swap(SizedValue value, SymbolicSize[] dimensions, int[] permutation)
    {
        if (permutation is not [1, 0] || value.Elements is not { } elements || dimensions is not [{ Number: { } rows }, { Number: { } columns }])
            return permutation.SequenceEqual(Enumerable.Range(0, permutation.Length)) ? value.Elements : null;
        return elements.Length == rows * columns
            ? [.. Enumerable.Range(0, elements.Length).Select(index => elements[(index % (int)rows * (int)columns) + (index / (int)rows)])]
            : null;
    }

    public static IReadOnlyList<SizedValue> DepthToSpace(SizedNode node) => Blocks(node, grows: true);

    public static IReadOnlyList<SizedValue> SpaceToDepth(SizedNode node) => Blocks(node, grows: false);

    // [batch, channels * block^2, rows, columns] <-> [batch, channels, rows * block, columns * block]
    private static SizedValue[] Blocks(SizedNode node, bool grows)
    {
        var value = node.RequireInput(0);
        if (node.Dimensions(0) is not [var batch, var channels, var rows, var columns]
            || node.GetInteger("blocksize") is not (>= 1 and <= 1 << 16 and var size))
        {
            throw node.CreateError("expected 4 axes and a block size");
        }

        var (block, area) = (SymbolicSize.FromNumber(size), SymbolicSize.FromNumber((double)size * size));
        SymbolicSize[] dimensions = grows
            ? [batch, Divide(channels, area), rows.Multiply(block), columns.Multiply(block)]
            : [batch, channels.Multiply(area), Divide(rows, block), Divide(columns, block)];
        return [value.WithDimensions(dimensions) with { Elements = null }];

        static SymbolicSize Divide(SymbolicSize size, SymbolicSize divisor) => size.TryDivide(divisor) ?? size.ToBound();
    }

    public static IReadOnlyList<SizedValue> Squeeze(SizedNode node)
    {
        var value = node.RequireInput(0);
        var dimensions = node.Dimensions(0);
        if (node.GetIntegersOrInput("axes", 1) is { } axes)
        {
            var removed = axes.Select(axis => node.Axis(axis, dimensions.Length)).ToHashSet();
            return [value.WithDimensions([.. dimensions.Where((_, axis) => !removed.Contains(axis))])];
        }

        // Every axis of size 1 is removed; with dynamic dimensions, the rank is unknown until the graph runs.
        return [value.WithDimensions(dimensions.All(size => size.Number is not null) ? [.. dimensions.Where(size => size.Number != 1)] : null)];
    }

    public static IReadOnlyList<SizedValue> Unsqueeze(SizedNode node)
    {
        var value = node.RequireInput(0);
        var dimensions = node.Dimensions(0).ToList();
        var rank = AxisArguments.UnsqueezedRank(node, dimensions.Count);
        foreach (var axis in node.GetIntegersOrInput("axes", 1)!.Select(axis => node.Axis(axis, rank)).Order())
            dimensions.Insert(Math.Min(axis, dimensions.Count), SymbolicSize.One);
        return [value.WithDimensions([.. dimensions])];
    }
}
