using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Operators that compute each number from the numbers in its place.</summary>
internal static class ElementwiseSizes
{
    // To text is not among them: each number would become an object.
    private static readonly DataType[] CastTypes =
        [DataType.Float, DataType.Float16, DataType.Double, DataType.Int64, DataType.Int32, DataType.Int8, DataType.Uint8, DataType.Bool];

    /// <summary>The input as it is.</summary>
    public static IReadOnlyList<GuardedValue> Same(GuardedNode node) => [node.Required(0)];

    /// <summary>Other numbers in the shape of the first input; also what else the operator gives, such as a mask.</summary>
    public static IReadOnlyList<GuardedValue> First(GuardedNode node) =>
        [.. Enumerable.Repeat(node.Required(0) with { Numbers = null }, Math.Max(1, node.OutputCount))];

    public static IReadOnlyList<GuardedValue> Cast(GuardedNode node)
    {
        var to = (DataType)(node.Integer("to") ?? 0);
        if (!CastTypes.Contains(to))
            throw node.Fault($"casts to {to}; supported are {string.Join(", ", CastTypes)}");
        var value = node.Required(0);
        // A narrow type cuts large numbers off; those of shapes are of wide types.
        return [to is DataType.Int64 or DataType.Int32 or DataType.Float or DataType.Double ? value with { Numbers = value.Numbers?.Select(Whole).ToArray() } : value with { Numbers = null }];

        // Large numbers may be cut to others, and a fraction of what is fed is rounded.
        Size Whole(Size number) => !number.IsSmall ? number.AsBound()
            : number.Number is { } known && to is DataType.Int64 or DataType.Int32 ? Size.Of(Math.Truncate(known))
            : number.IsWhole || number.Number is not null ? number
            : number.AsBound();
    }

    public static IReadOnlyList<GuardedValue> Negative(GuardedNode node)
    {
        var value = node.Required(0);
        return [value with { Numbers = value.Numbers?.Select(number => number.Guarded().Times(Size.Of(-1))).ToArray() }];
    }

    public static IReadOnlyList<GuardedValue> Broadcast(GuardedNode node)
    {
        var inputs = node.Inputs;
        if (inputs.Count == 0)
            throw node.Fault("reads nothing");
        var value = inputs.Aggregate(Broadcast);
        return [value with { Numbers = Numbers(node, inputs, value) }];
    }

    /// <summary>The shape that two values take together.</summary>
    public static GuardedValue Broadcast(GuardedValue first, GuardedValue second)
    {
        if (first.Dimensions is not { } left || second.Dimensions is not { } right)
            return new GuardedValue(null, first.Total.Times(second.Total));
        var rank = Math.Max(left.Length, right.Length);
        var dimensions = Enumerable.Range(0, rank).Select(axis => At(left, axis).Broadcast(At(right, axis))).ToArray();
        var total = GuardedValue.Product(dimensions);
        // The product of bounds may lie far above what a value of the same shape is known to hold.
        return new GuardedValue(dimensions, second.Total.Number == 1 ? first.Total : first.Total.Number == 1 ? second.Total : total);

        Size At(Size[] shape, int axis) => axis - (rank - shape.Length) is >= 0 and var place ? shape[place] : Size.One;
    }

    private static Size[]? Numbers(GuardedNode node, IReadOnlyList<GuardedValue> inputs, GuardedValue value)
    {
        if (value.Total.Number is not (>= 0 and <= GuardedValue.MostNumbers and var count) || inputs.Any(input => input.Numbers is null))
            return null;
        // A row of numbers beside single ones: the shapes that shape arithmetic works on.
        return inputs.All(input => input.Numbers!.Length == count || input.Numbers.Length == 1)
            ? [.. Enumerable.Range(0, (int)count).Select(place => Number(node, [.. inputs.Select(input => (input.Numbers!.Length == 1 ? input.Numbers[0] : input.Numbers[place]).Guarded())]).Guarded())]
            : null;
    }

    private static Size Number(GuardedNode node, Size[] numbers) => (node.Operator, numbers) switch
    {
        ("Add", [var left, var right]) => left.Plus(right),
        ("Sub", [var left, var right]) => left.Minus(right),
        ("Mul", [var left, var right]) => left.Times(right),
        ("Div", [var left, var right]) => Quotient(left, right),
        ("Where", [_, var left, var right]) => left.Or(right),
        ("Min" or "Max", _) => numbers.Aggregate((left, right) => left.Or(right)),
        ("Pow", _) => throw node.Fault("raises a size to a power"),
        // Comparisons and logic.
        _ => Size.One.AsBound(),
    };

    private static Size Quotient(Size left, Size right)
    {
        if (left.Number is { } dividend && right.Number is { } divisor and not 0 && dividend % divisor == 0)
            return Size.Of(dividend / divisor);
        // A whole number divides to something smaller. One that depends on what is fed is not divided: it may have wrapped around.
        return right.Number is { } number and not 0 ? left.AsBound().Times(Size.Of(Math.Max(1, 1 / Math.Abs(number)))) : left.AsBound();
    }
}
