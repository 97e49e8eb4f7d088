using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of elementwise operators.</summary>
internal static class ElementwiseShapes
{
    // Casts to strings are not supported: each element would become an object.
    private static readonly DataType[] CastTypes =
    [
        DataType.Float, DataType.Float16, DataType.Bfloat16, DataType.Double, DataType.Int64, DataType.Int32, DataType.Int16, DataType.Int8,
        DataType.Uint64, DataType.Uint32, DataType.Uint16, DataType.Uint8, DataType.Bool,
    ];

    // Floats represent larger integers inexactly.
    private const double MaxCertain = 1 << 24;

    // Operators with elements that Compute bounds.
    private static readonly string[] Computed =
    [
        "Add", "Sub", "Mul", "Div", "Where", "Min", "Max", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor",
    ];

    /// <summary>The first input, unchanged, with its elements if they are known.</summary>
    public static IReadOnlyList<SizedValue> Unchanged(SizedNode node) => [node.RequireInput(0)];

    /// <summary>New, unknown values in the shape of the first input, for every output of the operator (such as a mask).</summary>
    public static IReadOnlyList<SizedValue> ShapeOfFirst(SizedNode node) =>
        [.. Enumerable.Repeat(node.RequireInput(0) with { Elements = null }, Math.Max(1, node.OutputCount))];

    public static IReadOnlyList<SizedValue> Cast(SizedNode node)
    {
        var to = (DataType)(node.GetInteger("to") ?? 0);
        if (!CastTypes.Contains(to))
            throw node.CreateError($"casts to {to}; supported: {string.Join(", ", CastTypes)}");
        var value = node.RequireInput(0);
        // Narrow types truncate large values; shape arithmetic uses wide types.
        var isWide = to is DataType.Int64 or DataType.Int32 or DataType.Float or DataType.Double;
        return [value with { Elements = isWide ? value.Elements?.Select(Whole).ToArray() : null }];

        // Large values may wrap around, and a fraction of a dynamic size is rounded.
        SymbolicSize Whole(SymbolicSize number) => !number.IsSmall ? number.ToBound()
            : number.Number is { } known && to is DataType.Int64 or DataType.Int32 ? SymbolicSize.FromNumber(Math.Truncate(known))
            : number.HasIntegerCoefficients || number.Number is not null ? number
            : number.ToBound();
    }

    public static IReadOnlyList<SizedValue> Negative(SizedNode node)
    {
        var value = node.RequireInput(0);
        return [value with { Elements = value.Elements?.Select(number => number.ToSafeBound().Multiply(SymbolicSize.FromNumber(-1))).ToArray() }];
    }

    /// <summary>The first input, normalized with stored statistics; in training, a node also gives new statistics.</summary>
    public static IReadOnlyList<SizedValue> Normalized(SizedNode node) => [node.RequireInput(0) with { Elements = null }];

    /// <summary>Quantized values, their scale and their zero point.</summary>
    public static IReadOnlyList<SizedValue> Quantized(SizedNode node) =>
        [node.RequireInput(0) with { Elements = null }, SizedValue.FromDimensions(), SizedValue.FromDimensions()];

    public static IReadOnlyList<SizedValue> Broadcast(SizedNode node)
    {
        var inputs = node.Inputs;
        if (inputs.Count == 0)
            throw node.CreateError("has no inputs");
        var value = inputs.Aggregate(Broadcast);
        return [value with { Elements = Computed.Contains(node.Operator) ? GetElements(node, inputs, value) : null }];
    }

    /// <summary>Rounded elements: whole sizes are unchanged.</summary>
    public static IReadOnlyList<SizedValue> Rounded(SizedNode node)
    {
        var value = node.RequireInput(0);
        return [value with { Elements = value.Elements?.Select(Round).ToArray() }];

        SymbolicSize Round(SymbolicSize number) => number.Number is { } known
            ? SymbolicSize.FromNumber(node.Operator == "Floor" ? Math.Floor(known) : Math.Ceiling(known))
            : number.HasIntegerCoefficients && number.IsSmall ? number
            : number.ToBound().Add(SymbolicSize.One.ToBound());
    }

    /// <summary>Truth values in the shape of the first input.</summary>
    public static IReadOnlyList<SizedValue> Truth(SizedNode node)
    {
        var value = node.RequireInput(0);
        return [value with { Elements = value.Elements?.Select(Negate).ToArray() }];

        static SymbolicSize Negate(SymbolicSize number) => number.Number is { } known ? FromTruth(known == 0) : SymbolicSize.One.ToBound();
    }

    /// <summary>The shape to which two values broadcast.</summary>
    public static SizedValue Broadcast(SizedValue first, SizedValue second)
    {
        if (first.Dimensions is not { } left || second.Dimensions is not { } right)
            return new SizedValue(null, first.Total.Multiply(second.Total));
        var rank = Math.Max(left.Length, right.Length);
        var dimensions = Enumerable.Range(0, rank).Select(axis => At(left, axis).Broadcast(At(right, axis))).ToArray();
        var total = SizedValue.Product(dimensions);
        // The product of the bounds of the axes may be far above the known bound on a value of the same shape.
        return new SizedValue(dimensions, second.Total.Number == 1 ? first.Total : first.Total.Number == 1 ? second.Total : total);

        SymbolicSize At(SymbolicSize[] shape, int axis) =>
            axis - (rank - shape.Length) is >= 0 and var index ? shape[index] : SymbolicSize.One;
    }

    private static SymbolicSize[]? GetElements(SizedNode node, IReadOnlyList<SizedValue> inputs, SizedValue value)
    {
        if (value.Total.Number is not (>= 0 and <= SizedValue.MaxElements and var count) || inputs.Any(input => input.Elements is null))
            return null;
        // Vectors and single elements: the shapes that shape arithmetic uses.
        if (inputs.Any(input => input.Elements!.Length != count && input.Elements.Length != 1))
            return null;
        return [.. Enumerable.Range(0, (int)count)
            .Select(index => Compute(node, [.. inputs.Select(input => At(input.Elements!, index))]).ToSafeBound())];

        static SymbolicSize At(SymbolicSize[] elements, int index) => (elements.Length == 1 ? elements[0] : elements[index]).ToSafeBound();
    }

    private static SymbolicSize Compute(SizedNode node, SymbolicSize[] elements) => (node.Operator, elements) switch
    {
        ("Add", [var left, var right]) => left.Add(right),
        ("Sub", [var left, var right]) => left.Subtract(right),
        ("Mul", [var left, var right]) => left.Multiply(right),
        ("Div", [var left, var right]) => Quotient(left, right),
        ("Where", [_, var left, var right]) => left.BoundOfBoth(right),
        ("Min" or "Max", _) => elements.Aggregate((left, right) => left.BoundOfBoth(right)),
        ("Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual", [{ Number: { } left }, { Number: { } right }])
            when node.Inputs.All(input => input.IsCertain) && Math.Max(Math.Abs(left), Math.Abs(right)) <= MaxCertain => Compare(node, left, right),
        ("And", [{ Number: { } left }, { Number: { } right }]) => FromTruth(left != 0 && right != 0),
        ("Or", [{ Number: { } left }, { Number: { } right }]) => FromTruth(left != 0 || right != 0),
        // Comparisons and logic.
        _ => SymbolicSize.One.ToBound(),
    };

    private static SymbolicSize Compare(SizedNode node, double left, double right) => FromTruth(node.Operator switch
    {
        "Equal" => left == right,
        "Less" => left < right,
        "LessOrEqual" => left <= right,
        "Greater" => left > right,
        _ => left >= right,
    });

    private static SymbolicSize FromTruth(bool value) => SymbolicSize.FromNumber(value ? 1 : 0);

    private static SymbolicSize Quotient(SymbolicSize left, SymbolicSize right)
    {
        if (left.Number is { } dividend && right.Number is { } divisor and not 0 && dividend % divisor == 0)
            return SymbolicSize.FromNumber(dividend / divisor);
        // Dividing by an integer makes a value smaller. A symbolic size is not divided: it may have wrapped around.
        return right.Number is { } number and not 0
            ? left.ToBound().Multiply(SymbolicSize.FromNumber(Math.Max(1, 1 / Math.Abs(number))))
            : left.ToBound();
    }
}
