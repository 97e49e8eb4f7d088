namespace MlNetRecurrent.Onnx;

/// <summary>Output sizes of operators that concatenate, split, slice and gather.</summary>
internal static class SliceShapes
{
    public static IReadOnlyList<SizedValue> Concat(SizedNode node)
    {
        var inputs = node.Inputs;
        var shapes = Enumerable.Range(0, inputs.Count).Select(node.Dimensions).ToArray();
        var axis = node.Axis(node.GetInteger("axis") ?? 1, shapes.Length == 0 ? 0 : shapes[0].Length);
        if (shapes.Any(shape => shape.Length != shapes[0].Length))
            throw node.CreateError("concatenates values of different ranks");
        var dimensions = Enumerable.Range(0, shapes[0].Length)
            .Select(other => other == axis ? Sum(shapes.Select(shape => shape[axis])) : Common(other))
            .ToArray();
        var isKnown = dimensions.Length == 1 && inputs.All(input => input.Elements is not null);
        var elements = isKnown ? inputs.SelectMany(input => input.Elements!).ToArray() : null;
        return [new SizedValue(dimensions, Sum(inputs.Select(input => input.Total)), elements?.Length <= SizedValue.MaxElements ? elements : null)];

        // All other axes have equal sizes, so the first exact size applies.
        SymbolicSize Common(int other) => shapes.Select(shape => shape[other]).FirstOrDefault(size => size.IsExact, shapes[0][other]);
    }

    public static IReadOnlyList<SizedValue> Split(SizedNode node)
    {
        var value = node.RequireInput(0);
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.GetInteger("axis") ?? 0, dimensions.Length);
        var sizes = node.GetIntegersOrInput("split", 1)?.Select(size => SymbolicSize.FromNumber(size)).ToArray()
            ?? [.. Enumerable.Repeat(EqualPart(dimensions[axis]), node.OutputCount)];
        if (sizes.Length != node.OutputCount || sizes.Any(size => size.Number < 0))
            throw node.CreateError($"has {node.OutputCount} outputs but {sizes.Length} split sizes, or a negative split size");
        // The known elements of a vector are split along with it.
        var start = 0;
        return [.. sizes.Select(size =>
        {
            var part = With(value, dimensions, axis, size);
            if (dimensions.Length != 1 || value.Elements is not { } elements || size.Number is not { } count || start + count > elements.Length)
                return part;
            start += (int)count;
            return part with { Elements = elements[(start - (int)count)..start] };
        })];

        SymbolicSize EqualPart(SymbolicSize size) => size.TryDivide(SymbolicSize.FromNumber(node.OutputCount)) ?? size.ToBound();
    }

    public static IReadOnlyList<SizedValue> Slice(SizedNode node)
    {
        var value = node.RequireInput(0);
        var dimensions = node.Dimensions(0);
        var (starts, ends) = (Bounds(node, "starts", 1), Bounds(node, "ends", 2));
        var axes = node.GetIntegersOrInput("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.Input(4) is null ? [.. axes.Select(_ => 1L)] : node.Integers(4);
        if (starts.Length != ends.Length || axes.Count != starts.Length || steps.Length != starts.Length)
            throw node.CreateError("has different numbers of starts, ends, axes and steps");
        for (var index = 0; index < starts.Length; index++)
        {
            var axis = node.Axis(axes[index], dimensions.Length);
            var (start, end) = (starts[index].Number, ends[index].Number);
            var count = Count(dimensions[axis].Number, start, end, steps[index]);
            var indices = count is not null && dimensions[axis].Number <= SizedValue.MaxElements
                ? SliceIndices.Create((int)dimensions[axis].Number!, Whole(start!.Value), Whole(end!.Value), steps[index])
                : null;
            var size = count is not null ? SymbolicSize.FromNumber(count.Value)
                : starts[index].Number == -1 && ends[index].Number >= int.MaxValue && steps[index] == 1 ? SymbolicSize.One
                : dimensions[axis].ToBound();
            var elements = indices is not null && value.Elements is { } all ? Pick(all, dimensions, axis, indices) : null;
            value = With(value, dimensions, axis, size) with { Elements = elements };
            dimensions = value.Dimensions!;
        }

        return [value];
    }

    public static IReadOnlyList<SizedValue> Gather(SizedNode node)
    {
        var (value, indices) = (node.RequireInput(0), node.RequireInput(1));
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.GetInteger("axis") ?? 0, dimensions.Length);
        var gathered = SizedValue.FromDimensions([.. dimensions[..axis], .. node.Dimensions(1), .. dimensions[(axis + 1)..]]);
        var elements = dimensions.Length == 1 && value.Elements is { } all && indices.Elements is { } positions
            ? positions.Select(position => At(node, all, position)).ToArray()
            : null;
        return [gathered with { Elements = elements, IsCertain = value.IsCertain && indices.IsCertain }];
    }

    public static IReadOnlyList<SizedValue> GatherNd(SizedNode node)
    {
        var (dimensions, indices) = (node.Dimensions(0), node.Dimensions(1));
        var batches = node.GetInteger("batch_dims") ?? 0;
        if (batches < 0 || batches >= indices.Length || indices[^1].Number is not { } depth || depth < 1 || batches + depth > dimensions.Length)
            throw node.CreateError("batch_dims or the indices do not fit the rank of the value");
        // The batch dimensions of both inputs are equal.
        SymbolicSize[] outer = [.. indices[..^1].Select((size, axis) => axis < batches && dimensions[axis].IsExact ? dimensions[axis] : size)];
        return [SizedValue.FromDimensions([.. outer, .. dimensions[(int)(batches + depth)..]])];
    }

    private static SymbolicSize Sum(IEnumerable<SymbolicSize> sizes) => sizes.Aggregate(SymbolicSize.FromNumber(0), (sum, size) => sum.Add(size));

    // A part is never larger than the whole, even if the product of the bounds of its axes is.
    private static SizedValue With(SizedValue value, SymbolicSize[] dimensions, int axis, SymbolicSize size)
    {
        SymbolicSize[] replaced = [.. dimensions.Select((other, index) => index == axis ? size : other)];
        var total = replaced.All(other => other.IsExact) ? SizedValue.Product(replaced) : value.Total;
        return value with { Dimensions = replaced, Total = total, Elements = null };
    }

    private static SymbolicSize[] Bounds(SizedNode node, string name, int index) => node.GetIntegers(name) is { } integers
        ? [.. integers.Select(integer => SymbolicSize.FromNumber(integer))]
        : node.Sizes(index);

    // The number of indices that a slice selects, or null if it is unknown.
    private static int? Count(double? size, double? start, double? end, long step)
    {
        // Whether a reversed slice runs to the start depends on the last digit of its end, which a double of this size does not have.
        const double Exact = 1L << 53;
        return size is >= 0 and <= int.MaxValue and var known
            && start is { } first
            && end is { } last
            && step != 0
            && (step > 0 || last <= Exact)
            ? SliceIndices.Count((int)known, Whole(first), Whole(last), step)
            : null;
    }

    // The elements at some indices of an axis, row-major; null if the sizes are not known.
    private static SymbolicSize[]? Pick(SymbolicSize[] elements, SymbolicSize[] dimensions, int axis, int[] indices)
    {
        if (dimensions.Any(size => size.Number is null) || SizedValue.Product(dimensions).Number != elements.Length)
            return null;
        var size = (int)dimensions[axis].Number!.Value;
        var inner = (int)SizedValue.Product(dimensions[(axis + 1)..]).Number!.Value;
        if (size == 0 || inner == 0)
            return [];
        return
        [
            .. Enumerable.Range(0, elements.Length / (size * inner))
                .SelectMany(outer => indices, (outer, index) => (outer * size) + index)
                .SelectMany(row => Enumerable.Range(row * inner, inner), (_, element) => elements[element]),
        ];
    }

    private static long Whole(double index) => (long)Math.Clamp(index, long.MinValue, long.MaxValue);

    private static SymbolicSize At(SizedNode node, SymbolicSize[] elements, SymbolicSize index)
    {
        // An index that depends on the inputs of the graph may select any element.
        if (index.Number is not { } known)
            return elements.Aggregate(SymbolicSize.FromNumber(0), (bound, element) => bound.BoundOfBoth(element)).ToBound();
        return known < 0 && known >= -elements.Length ? elements[(int)(known + elements.Length)]
            : known >= 0 && known < elements.Length ? elements[(int)known]
            : throw node.CreateError($"index {known} is out of range for {elements.Length} elements");
    }
}
