namespace MlNetRecurrent.Onnx;

/// <summary>Operators that tell or change shapes; the numbers stay as many as they are.</summary>
internal static class ReshapeShapes
{
    public static IReadOnlyList<SizedValue> ShapeOf(SizedNode node)
    {
        var shape = node.Dimensions(0);
        var start = AxisArguments.ClampedPlace(node.GetInteger("start") ?? 0, shape.Length);
        var end = AxisArguments.ClampedPlace(node.GetInteger("end") ?? shape.Length, shape.Length);
        SymbolicSize[] part = [.. shape.Skip(start).Take(end - start)];
        return [SizedValue.FromElements(part, SymbolicSize.FromNumber(part.Length)) with { IsConstant = part.All(size => size.Number is not null) }];
    }

    public static IReadOnlyList<SizedValue> SizeOf(SizedNode node)
    {
        var total = node.Required(0).Total;
        return [SizedValue.FromElements([total]) with { IsConstant = total.Number is not null }];
    }

    public static IReadOnlyList<SizedValue> Reshape(SizedNode node)
    {
        var value = node.Required(0);
        var asked = node.GetIntegers("shape") is { } attribute ? [.. attribute.Select(size => SymbolicSize.FromNumber(size))] : node.Sizes(1);
        var keepsZero = node.GetInteger("allowzero") is null or 0;
        var dimensions = new SymbolicSize[asked.Length];
        var kept = new HashSet<int>();
        var rest = -1;
        for (var axis = 0; axis < asked.Length; axis++)
        {
            dimensions[axis] = asked[axis];
            if (asked[axis].Number == 0 && keepsZero)
            {
                dimensions[axis] = axis < node.Dimensions(0).Length ? node.Dimensions(0)[axis] : throw node.CreateError($"keeps axis {axis}, which its input does not have");
                kept.Add(axis);
            }
            else if (asked[axis].Number == -1 && rest < 0)
                (rest, dimensions[axis]) = (axis, SymbolicSize.One);
            else if (asked[axis].Number < 0)
                throw node.CreateError("asks for a dimension below 0");
        }

        if (rest >= 0)
            dimensions[rest] = Rest(value, kept, dimensions);
        return [value.WithDimensions(dimensions)];
    }

    // What axes keep cancels out, also where it is only bounded.
    private static SymbolicSize Rest(SizedValue value, HashSet<int> kept, SymbolicSize[] dimensions)
    {
        var whole = kept.Count == 0 ? value.Total : SizedValue.Product(value.Dimensions!.Where((_, axis) => !kept.Contains(axis)));
        var others = SizedValue.Product(dimensions.Where((_, axis) => !kept.Contains(axis)));
        return whole.TryDivide(others) ?? whole.ToBound();
    }

    public static IReadOnlyList<SizedValue> Flatten(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var asked = node.GetInteger("axis") ?? 1;
        var axis = asked == dimensions.Length ? dimensions.Length : node.Axis(asked, dimensions.Length);
        return [node.Required(0).WithDimensions([SizedValue.Product(dimensions[..axis]), SizedValue.Product(dimensions[axis..])])];
    }

    public static IReadOnlyList<SizedValue> Transpose(SizedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        var permutation = AxisArguments.Permutation(node, dimensions.Length);
        return [value.WithDimensions([.. permutation.Select(axis => dimensions[axis])]) with { Elements = dimensions.Length > 1 ? null : value.Elements }];
    }

    public static IReadOnlyList<SizedValue> Squeeze(SizedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        if (node.GetIntegersOrInput("axes", 1) is { } axes)
        {
            var removed = axes.Select(axis => node.Axis(axis, dimensions.Length)).ToHashSet();
            return [value.WithDimensions([.. dimensions.Where((_, axis) => !removed.Contains(axis))])];
        }

        // Every axis that turns out to be 1 goes, and what is fed decides which.
        return [value.WithDimensions(dimensions.All(size => size.Number is not null) ? [.. dimensions.Where(size => size.Number != 1)] : null)];
    }

    public static IReadOnlyList<SizedValue> Unsqueeze(SizedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0).ToList();
        var rank = AxisArguments.UnsqueezedRank(node, dimensions.Count);
        foreach (var axis in node.GetIntegersOrInput("axes", 1)!.Select(axis => node.Axis(axis, rank)).Order())
            dimensions.Insert(Math.Min(axis, dimensions.Count), SymbolicSize.One);
        return [value.WithDimensions([.. dimensions])];
    }
}
