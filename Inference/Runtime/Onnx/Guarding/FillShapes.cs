namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of operators that produce large values from small ones, with which a small file can use a lot of memory.</summary>
internal static class FillShapes
{
    private static readonly string[] ConstantAttributes = ["value", "value_int", "value_ints", "value_float", "value_floats"];

    public static IReadOnlyList<SizedValue> Constant(SizedNode node)
    {
        // Sparse tensors store few values and represent many.
        if (node.AttributeNames.ToArray() is not [var name] || !ConstantAttributes.Contains(name))
        {
            var attributes = string.Join(", ", node.AttributeNames.DefaultIfEmpty("no attribute"));
            throw node.CreateError($"has {attributes}, expected exactly one of {string.Join(", ", ConstantAttributes)}");
        }
        var value = name switch
        {
            "value" => TensorGuard.Check(node.GetTensor(name) ?? throw node.CreateError("attribute 'value' does not hold a tensor"), node.Name),
            "value_int" => SizedValue.FromElements([SymbolicSize.FromNumber(node.GetInteger(name) ?? 0)]) with { IsCertain = true },
            "value_ints" => Vector(node.GetIntegers(name)?.Select(number => (double)number)) with { IsCertain = true },
            "value_float" => SizedValue.FromDimensions(),
            _ => Vector(node.GetFloats(name)?.Select(number => (double)number)),
        };
        return [value with { IsConstant = true }];
    }

    public static IReadOnlyList<SizedValue> ConstantOfShape(SizedNode node)
    {
        var filled = node.GetTensor("value") is { } tensor
            ? TensorGuard.Check(tensor, node.Name)
            : SizedValue.FromElements([SymbolicSize.FromNumber(0)], SymbolicSize.One);
        if (filled.Total.Number != 1)
            throw node.CreateError("attribute 'value' must hold exactly one element");
        return [Fill(node, filled.Elements, node.Sizes(0))];
    }

    public static IReadOnlyList<SizedValue> Expand(SizedNode node)
    {
        var value = node.RequireInput(0);
        var requested = SizedValue.FromDimensions(node.Sizes(1));
        var expanded = ElementwiseShapes.Broadcast(value with { Dimensions = node.Dimensions(0) }, requested);
        return [Repeat(value, expanded)];
    }

    public static IReadOnlyList<SizedValue> Tile(SizedNode node)
    {
        var (value, repeats) = (node.RequireInput(0), node.Sizes(1));
        var dimensions = node.Dimensions(0);
        if (repeats.Length != dimensions.Length)
            throw node.CreateError($"has {repeats.Length} repeats for {dimensions.Length} axes");
        var tiled = SizedValue.FromDimensions([.. dimensions.Zip(repeats, (dimension, repeat) => dimension.Multiply(repeat))]);
        return [Repeat(value, tiled)];
    }

    public static IReadOnlyList<SizedValue> Range(SizedNode node)
    {
        if (node.Sizes(0) is not [var start] || node.Sizes(1) is not [var limit] || node.Sizes(2) is not [{ Number: { } step and not 0 }])
            throw node.CreateError("start, limit and delta must be single numbers, and delta must not be 0");
        var length = limit.ToSafeBound().Subtract(start.ToSafeBound()).Multiply(SymbolicSize.FromNumber(1 / Math.Abs(step)));
        // Rounded up to an integer.
        var count = length.Number is { } number
            ? SymbolicSize.FromNumber(Math.Ceiling(Math.Max(0, number * Math.Sign(step))))
            : length.ToBound().Add(SymbolicSize.One);
        return [SizedValue.FromDimensions(count)];
    }

    public static IReadOnlyList<SizedValue> Pad(SizedNode node)
    {
        var dimensions = node.Dimensions(0);
        var pads = (node.GetIntegers("pads") ?? node.GetIntegers("paddings")) is { } attribute
            ? [.. attribute.Select(pad => SymbolicSize.FromNumber(pad))]
            : node.Sizes(1);
        var axes = node.Input(3) is null
            ? [.. Enumerable.Range(0, dimensions.Length)]
            : node.Integers(3).Select(axis => node.Axis(axis, dimensions.Length)).ToArray();
        if (pads.Length != 2 * axes.Length || axes.Distinct().Count() != axes.Length)
            throw node.CreateError($"has {pads.Length} pads for {axes.Length} axes, expected two for each");
        SymbolicSize[] padded = [.. dimensions];
        for (var index = 0; index < axes.Length; index++)
        {
            padded[axes[index]] = padded[axes[index]].Add(pads[index].ToSafeBound()).Add(pads[index + axes.Length].ToSafeBound());
            if (padded[axes[index]].Number < 0)
                throw node.CreateError("removes more than it has");
        }

        return [SizedValue.FromDimensions(padded)];
    }

    private static SizedValue Fill(SizedNode node, SymbolicSize[]? element, SymbolicSize[] shape)
    {
        if (shape.Any(size => size.Number < 0))
            throw node.CreateError("requests a negative dimension");
        return Repeat(SizedValue.FromDimensions() with { Elements = element }, SizedValue.FromDimensions(shape));
    }

    private static SizedValue Repeat(SizedValue value, SizedValue shape) =>
        value.Elements is [var element] && shape.Total.Number is >= 0 and <= SizedValue.MaxElements and var count
            ? shape with { Elements = [.. Enumerable.Repeat(element, (int)count)] }
            : shape with { Elements = shape.Total.Number == value.Elements?.Length ? value.Elements : null };

    private static SizedValue Vector(IEnumerable<double>? elements)
    {
        SymbolicSize[] sizes = [.. (elements ?? []).Select(SymbolicSize.FromNumber)];
        return SizedValue.FromElements(sizes, SymbolicSize.FromNumber(sizes.Length));
    }
}
