namespace MlNetRecurrent.Onnx;

/// <summary>Operators that join values and take parts of them.</summary>
internal static class PartSizes
{
    public static IReadOnlyList<GuardedValue> Concat(GuardedNode node)
    {
        var inputs = node.Inputs;
        var shapes = Enumerable.Range(0, inputs.Count).Select(node.Dimensions).ToArray();
        var axis = node.Axis(node.Integer("axis") ?? 1, shapes.Length == 0 ? 0 : shapes[0].Length);
        if (shapes.Any(shape => shape.Length != shapes[0].Length))
            throw node.Fault("joins values of different numbers of axes");
        // Sizes beside the axis are equal, so any that is known for certain counts.
        var dimensions = Enumerable.Range(0, shapes[0].Length)
            .Select(place => place == axis ? Sum(shapes.Select(shape => shape[axis])) : shapes.Select(shape => shape[place]).FirstOrDefault(size => size.IsExact, shapes[0][place]))
            .ToArray();
        var numbers = dimensions.Length == 1 && inputs.All(input => input.Numbers is not null) ? inputs.SelectMany(input => input.Numbers!).ToArray() : null;
        return [new GuardedValue(dimensions, Sum(inputs.Select(input => input.Total)), numbers?.Length <= GuardedValue.MostNumbers ? numbers : null)];
    }

    public static IReadOnlyList<GuardedValue> Split(GuardedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.Integer("axis") ?? 0, dimensions.Length);
        var sizes = node.IntegersOrInput("split", 1)?.Select(size => Size.Of(size)).ToArray()
            ?? [.. Enumerable.Repeat(dimensions[axis].DividedBy(Size.Of(node.OutputCount)) ?? dimensions[axis].AsBound(), node.OutputCount)];
        if (sizes.Length != node.OutputCount || sizes.Any(size => size.Number < 0))
            throw node.Fault($"gives {node.OutputCount} parts, but splits into {sizes.Length} sizes or into sizes below 0");
        // The numbers of a row of sizes go with their parts.
        var start = 0;
        return [.. sizes.Select(size =>
        {
            var part = With(value, dimensions, axis, size);
            if (dimensions.Length != 1 || value.Numbers is not { } numbers || size.Number is not { } count || start + count > numbers.Length)
                return part;
            start += (int)count;
            return part with { Numbers = numbers[(start - (int)count)..start] };
        })];
    }

    public static IReadOnlyList<GuardedValue> Slice(GuardedNode node)
    {
        var value = node.Required(0);
        var dimensions = node.Dimensions(0);
        var (starts, ends) = (Bounds(node, "starts", 1), Bounds(node, "ends", 2));
        var axes = node.IntegersOrInput("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(axis => (long)axis)];
        var steps = node.Input(4) is null ? [.. axes.Select(_ => 1L)] : node.Integers(4);
        if (starts.Length != ends.Length || axes.Count != starts.Length || steps.Length != starts.Length)
            throw node.Fault("names unequal numbers of starts, ends, axes and steps");
        for (var index = 0; index < starts.Length; index++)
        {
            var axis = node.Axis(axes[index], dimensions.Length);
            var places = Places(dimensions[axis].Number, starts[index].Number, ends[index].Number, steps[index]);
            var size = places is not null ? Size.Of(places.Length)
                : starts[index].Number == -1 && ends[index].Number >= int.MaxValue && steps[index] == 1 ? Size.One
                : dimensions[axis].AsBound();
            var numbers = dimensions.Length == 1 && places is not null && value.Numbers is { } all ? places.Select(place => all[place]).ToArray() : null;
            value = With(value, dimensions, axis, size) with { Numbers = numbers };
            dimensions = value.Dimensions!;
        }

        return [value];
    }

    public static IReadOnlyList<GuardedValue> Gather(GuardedNode node)
    {
        var (value, indices) = (node.Required(0), node.Required(1));
        var dimensions = node.Dimensions(0);
        var axis = node.Axis(node.Integer("axis") ?? 0, dimensions.Length);
        var gathered = GuardedValue.Of([.. dimensions[..axis], .. node.Dimensions(1), .. dimensions[(axis + 1)..]]);
        var numbers = dimensions.Length == 1 && value.Numbers is { } all && indices.Numbers is { } places ? places.Select(place => At(node, all, place)).ToArray() : null;
        return [gathered with { Numbers = numbers }];
    }

    public static IReadOnlyList<GuardedValue> GatherNd(GuardedNode node)
    {
        var (dimensions, indices) = (node.Dimensions(0), node.Dimensions(1));
        var batches = node.Integer("batch_dims") ?? 0;
        if (batches < 0 || batches >= indices.Length || indices[^1].Number is not { } depth || depth < 1 || batches + depth > dimensions.Length)
            throw node.Fault("names places that the value does not have");
        // The batches of both are equal.
        Size[] places = [.. indices[..^1].Select((size, axis) => axis < batches && dimensions[axis].IsExact ? dimensions[axis] : size)];
        return [GuardedValue.Of([.. places, .. dimensions[(int)(batches + depth)..]])];
    }

    private static Size Sum(IEnumerable<Size> sizes) => sizes.Aggregate(Size.Of(0), (sum, size) => sum.Plus(size));

    // A part is no larger than the whole, also where the product of bounds is.
    private static GuardedValue With(GuardedValue value, Size[] dimensions, int axis, Size size)
    {
        Size[] replaced = [.. dimensions.Select((other, place) => place == axis ? size : other)];
        var total = replaced.All(other => other.IsExact) ? GuardedValue.Product(replaced) : value.Total;
        return value with { Dimensions = replaced, Total = total, Numbers = null };
    }

    private static Size[] Bounds(GuardedNode node, string name, int index) => node.Integers(name) is { } numbers ? [.. numbers.Select(number => Size.Of(number))] : node.Sizes(index);

    // The places of a slice, where they are known and few.
    private static int[]? Places(double? size, double? start, double? end, long step)
    {
        // Whether a slice that goes backwards is open depends on the last digit of its end, which a double of this size has not.
        const double Exact = 1L << 53;
        return size is >= 0 and <= GuardedValue.MostNumbers and var known && start is { } first && end is { } last && step != 0 && (step > 0 || last <= Exact)
            ? SlicePlaces.Of((int)known, Whole(first), Whole(last), step)
            : null;
    }

    private static long Whole(double place) => (long)Math.Clamp(place, long.MinValue, long.MaxValue);

    private static Size At(GuardedNode node, Size[] numbers, Size place)
    {
        // Which one is taken may depend on what is fed; then any may be.
        if (place.Number is not { } known)
            return numbers.Aggregate(Size.Of(0), (bound, number) => bound.Or(number)).AsBound();
        return known < 0 && known >= -numbers.Length ? numbers[(int)(known + numbers.Length)]
            : known >= 0 && known < numbers.Length ? numbers[(int)known]
            : throw node.Fault($"takes place {known} of {numbers.Length}");
    }
}
