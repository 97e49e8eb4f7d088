namespace MlNetRecurrent.Onnx;

/// <summary>Operators that make many numbers out of few: what a small file grows with.</summary>
internal static class FillShapes
{
    private static readonly string[] ConstantAttributes = ["value", "value_int", "value_ints", "value_float", "value_floats"];

    public static IReadOnlyList<SizedValue> Constant(SizedNode node)
    {
        // Sparse tensors hold few numbers and mean many.
        if (node.AttributeNames.ToArray() is not [var name] || !ConstantAttributes.Contains(name))
            throw node.CreateError($"holds {string.Join(", ", node.AttributeNames.DefaultIfEmpty("nothing"))}, expected one of {string.Join(", ", ConstantAttributes)}");
        var value = name switch
        {
            "value" => TensorGuard.Check(node.GetTensor(name) ?? throw node.CreateError("attribute 'value' holds no tensor"), node.Name),
            "value_int" => SizedValue.FromElements([SymbolicSize.FromNumber(node.GetInteger(name) ?? 0)]),
            "value_ints" => Vector(node.GetIntegers(name)?.Select(number => (double)number)),
            "value_float" => SizedValue.FromDimensions(),
            _ => Vector(node.GetFloats(name)?.Select(number => (double)number)),
        };
        return [value with { IsConstant = true }];
    }

    public static IReadOnlyList<SizedValue> ConstantOfShape(SizedNode node)
    {
        var filled = node.GetTensor("value") is { } tensor ? TensorGuard.Check(tensor, node.Name) : SizedValue.FromElements([SymbolicSize.FromNumber(0)], SymbolicSize.One);
        if (filled.Total.Number != 1)
            throw node.CreateError("fills with something other than one number");
        return [Filled(node, filled.Elements, node.Sizes(0))];
    }

    public static IReadOnlyList<SizedValue> Expand(SizedNode node)
    {
        var value = node.Required(0);
        var asked = SizedValue.FromDimensions(node.Sizes(1));
        var expanded = ElementwiseShapes.Broadcast(value with { Dimensions = node.Dimensions(0) }, asked);
        return [Repeated(value, expanded)];
    }

    public static IReadOnlyList<SizedValue> Tile(SizedNode node)
    {
        var (value, repeats) = (node.Required(0), node.Sizes(1));
        var dimensions = node.Dimensions(0);
        if (repeats.Length != dimensions.Length)
            throw node.CreateError($"repeats {repeats.Length} axes of a value of {dimensions.Length}");
        var tiled = SizedValue.FromDimensions([.. dimensions.Zip(repeats, (dimension, repeat) => dimension.Multiply(repeat))]);
        return [Repeated(value, tiled)];
    }

    public static IReadOnlyList<SizedValue> Range(SizedNode node)
    {
        if (node.Sizes(0) is not [var start] || node.Sizes(1) is not [var limit] || node.Sizes(2) is not [{ Number: { } step and not 0 }])
            throw node.CreateError("counts from, to or by something other than a number");
        var length = limit.ToSafeBound().Subtract(start.ToSafeBound()).Multiply(SymbolicSize.FromNumber(1 / Math.Abs(step)));
        // Rounded up to a whole number.
        var count = length.Number is { } number ? SymbolicSize.FromNumber(Math.Ceiling(Math.Max(0, number * Math.Sign(step)))) : length.ToBound().Add(SymbolicSize.One);
        return [SizedValue.FromDimensions(count)];
    }

    private static SizedValue Filled(SizedNode node, SymbolicSize[]? number, SymbolicSize[] shape)
    {
        if (shape.Any(size => size.Number < 0))
            throw node.CreateError("asks for a dimension below 0");
        return Repeated(SizedValue.FromDimensions() with { Elements = number }, SizedValue.FromDimensions(shape));
    }

    private static SizedValue Repeated(SizedValue value, SizedValue shape) =>
        value.Elements is [var number] && shape.Total.Number is >= 0 and <= SizedValue.MaxElements and var count
            ? shape with { Elements = [.. Enumerable.Repeat(number, (int)count)] }
            : shape with { Elements = shape.Total.Number == value.Elements?.Length ? value.Elements : null };

    private static SizedValue Vector(IEnumerable<double>? elements)
    {
        SymbolicSize[] sizes = [.. (elements ?? []).Select(SymbolicSize.FromNumber)];
        return SizedValue.FromElements(sizes, SymbolicSize.FromNumber(sizes.Length));
    }
}
