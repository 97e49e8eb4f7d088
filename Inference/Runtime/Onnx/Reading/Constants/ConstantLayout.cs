namespace MlNetRecurrent.Onnx;

/// <summary>Moves the numbers of constants.</summary>
internal static class ConstantLayout
{
    public static ConstantTensor Transpose(GraphNode node, ConstantTensor tensor)
    {
        var permutation = AxisArguments.Permutation(node, tensor.Rank);
        var strides = Strides(tensor.Dimensions);
        return CopyStrided(node, tensor, [.. permutation.Select(axis => tensor.Dimensions[axis])], [.. permutation.Select(axis => strides[axis])]);
    }

    /// <summary>The slices at these places along an axis.</summary>
    public static ConstantTensor Pick(GraphNode node, ConstantTensor tensor, int axis, int[] indices)
    {
        var size = tensor.Dimensions[axis];
        if (indices.Length == size && !indices.Where((place, index) => place != index).Any())
            return tensor;
        int[] dimensions = [.. tensor.Dimensions];
        dimensions[axis] = indices.Length;
        var picked = new int[node.Budget.Charge(dimensions)];
        var inner = tensor.Dimensions[(axis + 1)..].Aggregate(1, (product, dimension) => product * dimension);
        var index = 0;
        if (inner > 0 && indices.Length > 0)
        {
            for (var outer = 0; index < picked.Length; outer += size * inner)
            {
                foreach (var place in indices)
                {
                    for (var element = 0; element < inner; element++)
                        picked[index++] = outer + (place * inner) + element;
                }
            }
        }

        return tensor.Pick(picked, dimensions);
    }

    public static ConstantTensor Concat(GraphNode node)
    {
        ConstantTensor[] tensors = [.. Enumerable.Range(0, node.InputCount).Select(node.Constant)];
        var first = tensors[0];
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? throw node.CreateError("attribute 'axis' is missing"), first.Rank);
        if (tensors.Any(tensor => tensor.IsFloat != first.IsFloat || tensor.Rank != first.Rank
            || tensor.Dimensions.Where((dimension, place) => place != axis && dimension != first.Dimensions[place]).Any()))
        {
            throw node.CreateError($"joins {string.Join(" and ", tensors.Select(tensor => $"[{string.Join(", ", tensor.Dimensions)}]"))} along axis {axis}");
        }

        int[] dimensions = [.. first.Dimensions];
        dimensions[axis] = checked(tensors.Sum(tensor => tensor.Dimensions[axis]));
        var count = node.Budget.Charge(dimensions);
        var outer = first.Dimensions[..axis].Aggregate(1, (product, dimension) => product * dimension);
        return first.IsFloat
            ? ConstantTensor.Create(first.Name, first.Type, Interleaved([.. tensors.Select(tensor => tensor.FloatArray)], outer, count), dimensions)
            : ConstantTensor.Create(first.Name, first.Type, Interleaved([.. tensors.Select(tensor => tensor.Integers.ToArray())], outer, count), dimensions);
    }

    public static int[] GetReshapedDimensions(GraphNode node, ConstantTensor tensor)
    {
        var shape = ShapeArguments.Of(node);
        var keepsZero = node.GetInteger("allowzero") is null or 0;
        var dimensions = new int[shape.Length];
        var rest = -1;
        var known = 1L;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var number = shape[axis].Number ?? throw node.CreateError($"gives tensor '{tensor.Name}' a shape that depends on what is fed");
            if (number == 0 && keepsZero)
                number = axis < tensor.Rank ? tensor.Dimensions[axis] : throw node.CreateError($"keeps axis {axis}, which tensor '{tensor.Name}' does not have");
            if (number == -1 && rest < 0)
                (rest, number) = (axis, 1);
            if (number is < 0 or > int.MaxValue)
                throw node.CreateError($"asks for a dimension of {number}");
            dimensions[axis] = (int)number;
            known = checked(known * number);
        }

        if (rest >= 0 && known > 0)
            dimensions[rest] = (int)(tensor.Count / known);
        return dimensions.Aggregate(1L, (product, dimension) => product * dimension) == tensor.Count
            ? dimensions
            : throw node.CreateError($"asks for [{string.Join(", ", shape)}] of the {tensor.Count} numbers of tensor '{tensor.Name}'");
    }

    public static int[] GetFlattenedDimensions(GraphNode node, ConstantTensor tensor)
    {
        var axis = node.GetInteger("axis") ?? 1;
        var place = axis == tensor.Rank ? tensor.Rank : AxisArguments.Axis(node, axis, tensor.Rank);
        return [Product(tensor.Dimensions[..place]), Product(tensor.Dimensions[place..])];

        static int Product(int[] dimensions) => dimensions.Aggregate(1, (product, dimension) => checked(product * dimension));
    }

    /// <summary>How far apart neighbours along each axis stand, row-major.</summary>
    public static int[] Strides(int[] dimensions)
    {
        var strides = new int[dimensions.Length];
        var stride = 1;
        for (var axis = dimensions.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= dimensions[axis];
        }

        return strides;
    }

    /// <summary>Reads a tensor in another layout; a stride of 0 repeats it along an axis.</summary>
    public static ConstantTensor CopyStrided(GraphNode node, ConstantTensor tensor, int[] dimensions, int[] strides)
    {
        var places = new int[node.Budget.Charge(dimensions)];
        var index = new int[dimensions.Length];
        var place = 0;
        for (var element = 0; element < places.Length; element++)
        {
            places[element] = place;
            for (var axis = dimensions.Length - 1; axis >= 0; axis--)
            {
                place += strides[axis];
                if (++index[axis] < dimensions[axis])
                    break;
                place -= strides[axis] * dimensions[axis];
                index[axis] = 0;
            }
        }

        return tensor.Pick(places, dimensions);
    }

    private static T[] Interleaved<T>(T[][] parts, int outer, int count)
    {
        var joined = new T[count];
        var filled = 0;
        for (var row = 0; row < outer && filled < count; row++)
        {
            foreach (var part in parts)
            {
                var size = part.Length / outer;
                part.AsSpan(row * size, size).CopyTo(joined.AsSpan(filled));
                filled += size;
            }
        }

        return joined;
    }
}
