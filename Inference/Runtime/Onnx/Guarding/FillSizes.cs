namespace MlNetRecurrent.Onnx;

/// <summary>Operators that make many numbers out of few: what a small file grows with.</summary>
internal static class FillSizes
{
    private static readonly string[] ConstantAttributes = ["value", "value_int", "value_ints", "value_float", "value_floats"];

    public static IReadOnlyList<GuardedValue> Constant(GuardedNode node)
    {
        // Sparse tensors hold few numbers and mean many.
        if (node.AttributeNames.ToArray() is not [var name] || !ConstantAttributes.Contains(name))
            throw node.Fault($"holds {string.Join(", ", node.AttributeNames.DefaultIfEmpty("nothing"))}, expected one of {string.Join(", ", ConstantAttributes)}");
        var value = name switch
        {
            "value" => TensorGuard.Check(node.Tensor(name) ?? throw node.Fault("attribute 'value' holds no tensor"), node.Name),
            "value_int" => GuardedValue.OfNumbers([Size.Of(node.Integer(name) ?? 0)]),
            "value_ints" => Vector(node.Integers(name)?.Select(number => (double)number)),
            "value_float" => GuardedValue.Of(),
            _ => Vector(node.Numbers(name)?.Select(number => (double)number)),
        };
        return [value with { IsConstant = true }];
    }

    public static IReadOnlyList<GuardedValue> ConstantOfShape(GuardedNode node)
    {
        var filled = node.Tensor("value") is { } tensor ? TensorGuard.Check(tensor, node.Name) : GuardedValue.OfNumbers([Size.Of(0)], Size.One);
        if (filled.Total.Number != 1)
            throw node.Fault("fills with something other than one number");
        return [Filled(node, filled.Numbers, node.Sizes(0))];
    }

    public static IReadOnlyList<GuardedValue> Expand(GuardedNode node)
    {
        var value = node.Required(0);
        var asked = GuardedValue.Of(node.Sizes(1));
        var expanded = ElementwiseSizes.Broadcast(value with { Dimensions = node.Dimensions(0) }, asked);
        return [Repeated(value, expanded)];
    }

    public static IReadOnlyList<GuardedValue> Tile(GuardedNode node)
    {
        var (value, repeats) = (node.Required(0), node.Sizes(1));
        var dimensions = node.Dimensions(0);
        if (repeats.Length != dimensions.Length)
            throw node.Fault($"repeats {repeats.Length} axes of a value of {dimensions.Length}");
        var tiled = GuardedValue.Of([.. dimensions.Zip(repeats, (dimension, repeat) => dimension.Times(repeat))]);
        return [Repeated(value, tiled)];
    }

    public static IReadOnlyList<GuardedValue> Range(GuardedNode node)
    {
        if (node.Sizes(0) is not [var start] || node.Sizes(1) is not [var limit] || node.Sizes(2) is not [{ Number: { } step and not 0 }])
            throw node.Fault("counts from, to or by something other than a number");
        var length = limit.Guarded().Minus(start.Guarded()).Times(Size.Of(1 / Math.Abs(step)));
        // Rounded up to a whole number.
        var count = length.Number is { } number ? Size.Of(Math.Ceiling(Math.Max(0, number * Math.Sign(step)))) : length.AsBound().Plus(Size.One);
        return [GuardedValue.Of(count)];
    }

    private static GuardedValue Filled(GuardedNode node, Size[]? number, Size[] shape)
    {
        if (shape.Any(size => size.Number < 0))
            throw node.Fault("asks for a dimension below 0");
        return Repeated(GuardedValue.Of() with { Numbers = number }, GuardedValue.Of(shape));
    }

    private static GuardedValue Repeated(GuardedValue value, GuardedValue shape) =>
        value.Numbers is [var number] && shape.Total.Number is >= 0 and <= GuardedValue.MostNumbers and var count
            ? shape with { Numbers = [.. Enumerable.Repeat(number, (int)count)] }
            : shape with { Numbers = shape.Total.Number == value.Numbers?.Length ? value.Numbers : null };

    private static GuardedValue Vector(IEnumerable<double>? numbers)
    {
        Size[] sizes = [.. (numbers ?? []).Select(Size.Of)];
        return GuardedValue.OfNumbers(sizes, Size.Of(sizes.Length));
    }
}
