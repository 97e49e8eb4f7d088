namespace MlNetRecurrent.Onnx;

/// <summary>Changes the layout of constants.</summary>
internal static class ConstantLayout
{
    public static ConstantTensor Transpose(GraphNode node, ConstantTensor tensor)
    {
        var permutation = AxisArguments.Permutation(node, tensor.Rank);
        var strides = Strides(tensor.Dimensions);
        return CopyStrided(node, tensor, [.. permutation.Select(axis => tensor.Dimensions[axis])], [.. permutation.Select(axis => strides[axis])]);
    }

    /// <summary>Selects the slices at the given indices along an axis.</summary>
    public static ConstantTensor Pick(GraphNode node, ConstantTensor tensor, int axis, int[] indices)
    {
        var size = tensor.Dimensions[axis];
        if (indices.Length == size && indices.SequenceEqual(Enumerable.Range(0, size)))
            return tensor;
        int[] dimensions = [.. tensor.Dimensions];
        dimensions[axis] = indices.Length;
        var picked = new int[node.Budget.Charge(dimensions)];
        var inner = tensor.Dimensions[(axis + 1)..].Aggregate(1, (product, dimension) => product * dimension);
        var filled = 0;
        if (inner > 0 && indices.Length > 0)
        {
            for (var outer = 0; filled < picked.Length; outer += size * inner)
            {
                foreach (var index in indices)
                {
                    for (var element = 0; element < inner; element++)
                        picked[filled++] = outer + (index * inner) + element;
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
            || tensor.Dimensions.Where((dimension, other) => other != axis && dimension != first.Dimensions[other]).Any()))
        {
            var shapes = tensors.Select(tensor => $"[{string.Join(", ", tensor.Dimensions)}]");
            throw node.CreateError($"cannot concatenate {string.Join(" and ", shapes)} along axis {axis}");
        }

        int[] dimensions = [.. first.Dimensions];
        dimensions[axis] = checked(tensors.Sum(tensor => tensor.Dimensions[axis]));
        var count = node.Budget.Charge(dimensions);
        var outer = first.Dimensions[..axis].Aggregate(1, (product, dimension) => product * dimension);
        if (first.IsFloat)
        {
            var floats = Interleave([.. tensors.Select(tensor => tensor.FloatArray)], outer, count);
            return ConstantTensor.Create(first.Name, first.Type, floats, dimensions);
        }

        var integers = Interleave([.. tensors.Select(tensor => tensor.Integers.ToArray())], outer, count);
        return ConstantTensor.Create(first.Name, first.Type, integers, dimensions);
    }

    public static int[] GetReshapedDimensions(GraphNode node, ConstantTensor tensor)
    {
        var shape = ShapeArguments.Read(node);
        var keepsZero = node.GetInteger("allowzero") is null or 0;
        var dimensions = new int[shape.Length];
        var rest = -1;
        var known = 1L;
        for (var axis = 0; axis < shape.Length; axis++)
        {
            var size = shape[axis].Number ?? throw node.CreateError($"reshapes tensor '{tensor.Name}' to a shape that depends on the inputs");
            if (size == 0 && keepsZero)
            {
                size = axis < tensor.Rank
                    ? tensor.Dimensions[axis]
                    : throw node.CreateError($"keeps axis {axis}, which tensor '{tensor.Name}' does not have");
            }

            if (size == -1 && rest < 0)
                (rest, size) = (axis, 1);
            if (size is < 0 or > int.MaxValue)
                throw node.CreateError($"requests a dimension of {size}");
            dimensions[axis] = (int)size;
            known = checked(known * size);
        }

        if (rest >= 0 && known > 0)
            dimensions[rest] = (int)(tensor.Count / known);
        return dimensions.Aggregate(1L, (product, dimension) => product * dimension) == tensor.Count
            ? dimensions
            : throw node.CreateError($"cannot reshape the {tensor.Count} elements of tensor '{tensor.Name}' to [{string.Join(", ", shape)}]");
    }

    public static int[] GetFlattenedDimensions(GraphNode node, ConstantTensor tensor)
    {
        var axis = node.GetInteger("axis") ?? 1;
        var split = axis == tensor.Rank ? tensor.Rank : AxisArguments.Axis(node, axis, tensor.Rank);
        return [Product(tensor.Dimensions[..split]), Product(tensor.Dimensions[split..])];

        static int Product(int[] dimensions) => dimensions.Aggregate(1, (product, dimension) => checked(product * dimension));
    }

    /// <summary>The row-major strides of a shape.</summary>
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

    /// <summary>Copies a tensor to another layout; a stride of 0 repeats it along an axis.</summary>
    public static ConstantTensor CopyStrided(GraphNode node, ConstantTensor tensor, int[] dimensions, int[] strides)
    {
        var sources = new int[node.Budget.Charge(dimensions)];
        var index = new int[dimensions.Length];
        var source = 0;
        for (var element = 0; element < sources.Length; element++)
        {
            sources[element] = source;
            for (var axis = dimensions.Length - 1; axis >= 0; axis--)
            {
                source += strides[axis];
                if (++index[axis] < dimensions[axis])
                    break;
                source -= strides[axis] * dimensions[axis];
                index[axis] = 0;
            }
        }

        return tensor.Pick(sources, dimensions);
    }

    private static T[] Interleave<T>(T[][] parts, int outer, int count)
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
