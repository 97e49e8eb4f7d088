namespace MlNetRecurrent.Onnx;

/// <summary>Operators that join values and take parts of them.</summary>
internal static class SliceShapes
{
    public static IReadOnlyList<SizedValue> Concat(SizedNode node)
    {
        var inputs = node.Inputs;
        var shapes = Enumerable.Range(0, inputs.Count).Select(node.Dimensions).ToArray();
        var axis = node.Axis(node.GetInteger("axis") ?? 1, shapes.Length == 0 ? 0 : shapes[0].Length);
        if (shapes.Any(shape => shape.Length != shapes[0].Length))
            throw node.CreateError("joins values of different numbers of axes");
        // Sizes beside the axis are equal, so any that is known for certain counts.
        var dimensions = Enumerable.Range(0, shapes[0].Length)
            .Select(place => place == axis ? Sum(shapes.Select(shape => shape[axis])) : shapes.Select(shape => shape[place]).FirstOrDefault(size => size.IsExact, shapes[0][place]))
            .ToArray();
        var numbers = dimensions.Length == 1 && inputs.All(input => input.Elements is not null) ? inputs.SelectMany(input => input.Elements!).ToArray() : null;
        return [new SizedValue(dimensions, Sum(inputs.Select(input => input.Total)), numbers?.Length <= SizedValue.MaxElements ? numbers : null)];
    }

    public static IReadOnlyList<SizedValue> Split(SizedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.GetInteger("axis") ?? 0, dimensions.Length);
        var sizes = node.GetIntegersOrInput("split", 1)?.Select(size => SymbolicSize.FromNumber(size)).ToArray()
            ?? [.. Enumerable.Repeat(dimensions[axis].TryDivide(SymbolicSize.FromNumber(node.OutputCount)) ?? dimensions[axis].ToBound(), node.OutputCount)];
        if (sizes.Length != node.OutputCount || sizes.Any(size => size.Number < 0))
            throw node.CreateError($"gives {node.OutputCount} parts, but splits into {sizes.Length} sizes or into sizes below 0");
        // The numbers of a row of sizes go with their parts.
        var start = 0;
        return [.. sizes.Select(size =>
        {
            var part = With(value, dimensions, axis, size);
            if (dimensions.Length != 1 || value.Elements is not { } numbers || size.Number is not { } count || start + count > numbers.Length)
                return part;
            start += (int)count;
            return part with { Elements = numbers[(start - (int)count)..start] };
        })];
    }

    public static IReadOnlyList<SizedValue> Slice(SizedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        var (starts, ends) = (Bounds(node, "starts", 1), Bounds(node, "ends", 2));
        var axes = node.GetIntegersOrInput("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.Input(4) is null ? [.. axes.Select(_ => 1L)] : node.Integers(4);
        if (starts.Length != ends.Length || axes.Count != starts.Length || steps.Length != starts.Length)
            throw node.CreateError("names unequal numbers of starts, ends, axes and steps");
        for (var index = 0; index < starts.Length; index++)
        {
            var axis = node.Axis(axes[index], dimensions.Length);
            var places = Places(dimensions[axis].Number, starts[index].Number, ends[index].Number, steps[index]);
            var size = places is not null ? SymbolicSize.FromNumber(places.Length)
                : starts[index].Number == -1 && ends[index].Number >= int.MaxValue && steps[index] == 1 ? SymbolicSize.One
                : dimensions[axis].ToBound();
            var numbers = dimensions.Length == 1 && places is not null && value.Elements is { } all ? places.Select(place => all[place]).ToArray() : null;
            value = With(value, dimensions, axis, size) with { Elements = numbers };
            dimensions = value.Dimensions!;
        }

        return [value];
    }

    public static IReadOnlyList<SizedValue> Gather(SizedNode node)
    {
        var (value, indices) = (node.Required(0), node.Required(1));
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.GetInteger("axis") ?? 0, dimensions.Length);
        var gathered = SizedValue.FromDimensions([.. dimensions[..axis], .. node.Dimensions(1), .. dimensions[(axis + 1)..]]);
        var numbers = dimensions.Length == 1 && value.Elements is { } all && indices.Elements is { } places ? places.Select(place => At(node, all, place)).ToArray() : null;
        return [gathered with { Elements = numbers }];
    }

    public static IReadOnlyList<SizedValue> GatherNd(SizedNode node)
    {
        var (dimensions, indices) = (node.Dimensions(0), node.Dimensions(1));
        var batches = node.GetInteger("batch_dims") ?? 0;
        if (batches < 0 || batches >= indices.Length || indices[^1].Number is not { } depth || depth < 1 || batches + depth > dimensions.Length)
            throw node.CreateError("names places that the value does not have");
        // The batches of both are equal.
        SymbolicSize[] places = [.. indices[..^1].Select((size, axis) => axis < batches && dimensions[axis].IsExact ? dimensions[axis] : size)];
        return [SizedValue.FromDimensions([.. places, .. dimensions[(int)(batches + depth)..]])];
    }

    private static SymbolicSize Sum(IEnumerable<SymbolicSize> sizes) => sizes.Aggregate(SymbolicSize.FromNumber(0), (sum, size) => sum.Add(size));

    // A part is no larger than the whole, also where the product of bounds is.
    private static SizedValue With(SizedValue value, SymbolicSize[] dimensions, int axis, SymbolicSize size)
    {
        SymbolicSize[] replaced = [.. dimensions.Select((other, place) => place == axis ? size : other)];
        var total = replaced.All(other => other.IsExact) ? SizedValue.Product(replaced) : value.Total;
        return value with { Dimensions = replaced, Total = total, Elements = null };
    }

    private static SymbolicSize[] Bounds(SizedNode node, string name, int index) => node.GetIntegers(name) is { } numbers ? [.. numbers.Select(number => SymbolicSize.FromNumber(number))] : node.Sizes(index);

    // The places of a slice, where they are known and few.
    private static int[]? Places(double? size, double? start, double? end, long step)
    {
        // Whether a slice that goes backwards is open depends on the last digit of its end, which a double of this size has not.
        const double Exact = 1L << 53;
        return size is >= 0 and <= SizedValue.MaxElements and var known && start is { } first && end is { } last && step != 0 && (step > 0 || last <= Exact)
            ? SlicePlaces.Of((int)known, Whole(first), Whole(last), step)
            : null;
    }

    private static long Whole(double place) => (long)Math.Clamp(place, long.MinValue, long.MaxValue);

    private static SymbolicSize At(SizedNode node, SymbolicSize[] elements, SymbolicSize place)
    {
        // Which one is taken may depend on what is fed; then any may be.
        if (place.Number is not { } known)
            return elements.Aggregate(SymbolicSize.FromNumber(0), (bound, number) => bound.BoundBoth(number)).ToBound();
        return known < 0 && known >= -elements.Length ? elements[(int)(known + elements.Length)]
            : known >= 0 && known < elements.Length ? elements[(int)known]
            : throw node.CreateError($"takes place {known} of {elements.Length}");
    }
}
