using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Operators that compute each number from the numbers in its place.</summary>
internal static class ElementwiseShapes
{
    // To text is not among them: each number would become an object.
    private static readonly DataType[] CastTypes =
        [DataType.Float, DataType.Float16, DataType.Double, DataType.Int64, DataType.Int32, DataType.Int8, DataType.Uint8, DataType.Bool];

    /// <summary>The input as it is.</summary>
    public static IReadOnlyList<SizedValue> Same(SizedNode node) => [node.Required(0)];

    /// <summary>Other numbers in the shape of the first input; also what else the operator gives, such as a mask.</summary>
    public static IReadOnlyList<SizedValue> First(SizedNode node) =>
        [.. Enumerable.Repeat(node.Required(0) with { Elements = null }, Math.Max(1, node.OutputCount))];

    public static IReadOnlyList<SizedValue> Cast(SizedNode node)
    {
        var to = (DataType)(node.GetInteger("to") ?? 0);
        if (!CastTypes.Contains(to))
            throw node.CreateError($"casts to {to}; supported are {string.Join(", ", CastTypes)}");
        var value = node.Required(0);
        // A narrow type cuts large numbers off; those of shapes are of wide types.
        return [to is DataType.Int64 or DataType.Int32 or DataType.Float or DataType.Double ? value with { Elements = value.Elements?.Select(Whole).ToArray() } : value with { Elements = null }];

        // Large numbers may be cut to others, and a fraction of what is fed is rounded.
        SymbolicSize Whole(SymbolicSize number) => !number.IsSmall ? number.ToBound()
            : number.Number is { } known && to is DataType.Int64 or DataType.Int32 ? SymbolicSize.FromNumber(Math.Truncate(known))
            : number.IsWhole || number.Number is not null ? number
            : number.ToBound();
    }

    public static IReadOnlyList<SizedValue> Negative(SizedNode node)
    {
        var value = node.Required(0);
        return [value with { Elements = value.Elements?.Select(number => number.ToSafeBound().Multiply(SymbolicSize.FromNumber(-1))).ToArray() }];
    }

    public static IReadOnlyList<SizedValue> Broadcast(SizedNode node)
    {
        var inputs = node.Inputs;
        if (inputs.Count == 0)
            throw node.CreateError("reads nothing");
        var value = inputs.Aggregate(Broadcast);
        return [value with { Elements = GetElements(node, inputs, value) }];
    }

    /// <summary>The shape that two values take together.</summary>
    public static SizedValue Broadcast(SizedValue first, SizedValue second)
    {
        if (first.Dimensions is not { } left || second.Dimensions is not { } right)
            return new SizedValue(null, first.Total.Multiply(second.Total));
        var rank = Math.Max(left.Length, right.Length);
        var dimensions = Enumerable.Range(0, rank).Select(axis => At(left, axis).Broadcast(At(right, axis))).ToArray();
        var total = SizedValue.Product(dimensions);
        // The product of bounds may lie far above what a value of the same shape is known to hold.
        return new SizedValue(dimensions, second.Total.Number == 1 ? first.Total : first.Total.Number == 1 ? second.Total : total);

        SymbolicSize At(SymbolicSize[] shape, int axis) => axis - (rank - shape.Length) is >= 0 and var place ? shape[place] : SymbolicSize.One;
    }

    private static SymbolicSize[]? GetElements(SizedNode node, IReadOnlyList<SizedValue> inputs, SizedValue value)
    {
        if (value.Total.Number is not (>= 0 and <= SizedValue.MaxElements and var count) || inputs.Any(input => input.Elements is null))
            return null;
        // A row of numbers beside single ones: the shapes that shape arithmetic works on.
        return inputs.All(input => input.Elements!.Length == count || input.Elements.Length == 1)
            ? [.. Enumerable.Range(0, (int)count).Select(place => Number(node, [.. inputs.Select(input => (input.Elements!.Length == 1 ? input.Elements[0] : input.Elements[place]).ToSafeBound())]).ToSafeBound())]
            : null;
    }

    private static SymbolicSize Number(SizedNode node, SymbolicSize[] elements) => (node.Operator, elements) switch
    {
        ("Add", [var left, var right]) => left.Add(right),
        ("Sub", [var left, var right]) => left.Subtract(right),
        ("Mul", [var left, var right]) => left.Multiply(right),
        ("Div", [var left, var right]) => Quotient(left, right),
        ("Where", [_, var left, var right]) => left.BoundBoth(right),
        ("Min" or "Max", _) => elements.Aggregate((left, right) => left.BoundBoth(right)),
        ("Pow", _) => throw node.CreateError("raises a size to a power"),
        // Comparisons and logic.
        _ => SymbolicSize.One.ToBound(),
    };

    private static SymbolicSize Quotient(SymbolicSize left, SymbolicSize right)
    {
        if (left.Number is { } dividend && right.Number is { } divisor and not 0 && dividend % divisor == 0)
            return SymbolicSize.FromNumber(dividend / divisor);
        // A whole number divides to something smaller. One that depends on what is fed is not divided: it may have wrapped around.
        return right.Number is { } number and not 0 ? left.ToBound().Multiply(SymbolicSize.FromNumber(Math.Max(1, 1 / Math.Abs(number)))) : left.ToBound();
    }
}
