namespace MlNetRecurrent.Onnx;

/// <summary>Operators that tell or change shapes; the numbers stay as many as they are.</summary>
internal static class ShapeSizes
{
    public static IReadOnlyList<GuardedValue> ShapeOf(GuardedNode node)
    {
        var shape = node.Dimensions(0);
        var start = AxisArguments.ClampedPlace(node.Integer("start") ?? 0, shape.Length);
        var end = AxisArguments.ClampedPlace(node.Integer("end") ?? shape.Length, shape.Length);
        Size[] part = [.. shape.Skip(start).Take(end - start)];
        return [GuardedValue.OfNumbers(part, Size.Of(part.Length)) with { IsConstant = part.All(size => size.Number is not null) }];
    }

    public static IReadOnlyList<GuardedValue> SizeOf(GuardedNode node)
    {
        var total = node.Required(0).Total;
        return [GuardedValue.OfNumbers([total]) with { IsConstant = total.Number is not null }];
    }

    public static IReadOnlyList<GuardedValue> Reshape(GuardedNode node)
    {
        var value = node.Required(0);
        var asked = node.Integers("shape") is { } attribute ? [.. attribute.Select(size => Size.Of(size))] : node.Sizes(1);
        var keepsZero = node.Integer("allowzero") is null or 0;
        var dimensions = new Size[asked.Length];
        var kept = new HashSet<int>();
        var rest = -1;
        for (var axis = 0; axis < asked.Length; axis++)
        {
            dimensions[axis] = asked[axis];
            if (asked[axis].Number == 0 && keepsZero)
            {
                dimensions[axis] = axis < node.Dimensions(0).Length ? node.Dimensions(0)[axis] : throw node.Fault($"keeps axis {axis}, which its input does not have");
                kept.Add(axis);
            }
            else if (asked[axis].Number == -1 && rest < 0)
                (rest, dimensions[axis]) = (axis, Size.One);
            else if (asked[axis].Number < 0)
                throw node.Fault("asks for a dimension below 0");
        }

        if (rest >= 0)
            dimensions[rest] = Rest(value, kept, dimensions);
        return [value.Shaped(dimensions)];
    }

    // What axes keep cancels out, also where it is only bounded.
    private static Size Rest(GuardedValue value, HashSet<int> kept, Size[] dimensions)
    {
        var whole = kept.Count == 0 ? value.Total : GuardedValue.Product(value.Dimensions!.Where((_, axis) => !kept.Contains(axis)));
        var others = GuardedValue.Product(dimensions.Where((_, axis) => !kept.Contains(axis)));
        return whole.DividedBy(others) ?? whole.AsBound();
    }

    public static IReadOnlyList<GuardedValue> Flatten(GuardedNode node)
    {
        var dimensions = node.Dimensions(0);
        var asked = node.Integer("axis") ?? 1;
        var axis = asked == dimensions.Length ? dimensions.Length : node.Axis(asked, dimensions.Length);
        return [node.Required(0).Shaped([GuardedValue.Product(dimensions[..axis]), GuardedValue.Product(dimensions[axis..])])];
    }

    public static IReadOnlyList<GuardedValue> Transpose(GuardedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        var permutation = AxisArguments.Permutation(node, dimensions.Length);
        return [value.Shaped([.. permutation.Select(axis => dimensions[axis])]) with { Numbers = dimensions.Length > 1 ? null : value.Numbers }];
    }

    public static IReadOnlyList<GuardedValue> Squeeze(GuardedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        if (node.IntegersOrInput("axes", 1) is { } axes)
        {
            var removed = axes.Select(axis => node.Axis(axis, dimensions.Length)).ToHashSet();
            return [value.Shaped([.. dimensions.Where((_, axis) => !removed.Contains(axis))])];
        }

        // Every axis that turns out to be 1 goes, and what is fed decides which.
        return [value.Shaped(dimensions.All(size => size.Number is not null) ? [.. dimensions.Where(size => size.Number != 1)] : null)];
    }

    public static IReadOnlyList<GuardedValue> Unsqueeze(GuardedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0).ToList();
        var rank = AxisArguments.UnsqueezedRank(node, dimensions.Count);
        foreach (var axis in node.IntegersOrInput("axes", 1)!.Select(axis => node.Axis(axis, rank)).Order())
            dimensions.Insert(Math.Min(axis, dimensions.Count), Size.One);
        return [value.Shaped([.. dimensions])];
    }
}
