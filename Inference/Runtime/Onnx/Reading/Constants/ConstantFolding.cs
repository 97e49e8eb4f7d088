using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Computes nodes whose inputs are all constant: reordering of weights, and shape arithmetic.</summary>
internal static class ConstantFolding
{
    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        if (node.InputCount == 0)
            throw node.CreateError("has no inputs");
        if (node.Operator == "Split")
            return [.. Split(node).Select(part => new ConstantValue(part))];
        if (node.Operator == "Expand")
            return [Expand(node)];
        if (node.Operator == "Tile")
            return [FilledRules.Tile(node)];
        return [new ConstantValue(Compute(node))];
    }

    public static ConstantTensor Cast(GraphNode node, ConstantTensor tensor)
    {
        var type = (DataType)(node.GetInteger("to") ?? throw node.CreateError("attribute 'to' is missing"));
        node.Budget.Charge(tensor.Dimensions);
        return (type, tensor.IsFloat) switch
        {
            (DataType.Float16, true) =>
                ConstantTensor.Create(tensor.Name, type, [.. tensor.FloatArray.Select(value => (float)(Half)value)], tensor.Dimensions),
            (DataType.Bool, true) =>
                ConstantTensor.Create(
                    tensor.Name, type, [.. tensor.FloatArray.Select(value => SymbolicInteger.From(value == 0 ? 0 : 1))], tensor.Dimensions),
            (DataType.Float or DataType.Double, true) => ConstantTensor.Create(tensor.Name, type, tensor.FloatArray, tensor.Dimensions),
            (DataType.Float or DataType.Double, false) => Integers().All(integer => integer.IsKnown)
                ? ConstantTensor.Create(tensor.Name, type, [.. tensor.GetIntegers().Select(integer => (float)integer)], tensor.Dimensions)
                // Some exporters cast sizes to float and back.
                : ConstantTensor.Create(tensor.Name, type, Integers(), tensor.Dimensions),
            (DataType.Int32 or DataType.Int64, false) => ConstantTensor.Create(tensor.Name, type, Integers(), tensor.Dimensions),
            (DataType.Int32 or DataType.Int64, true) => ConstantTensor.Create(tensor.Name, type, Truncate(), tensor.Dimensions),
            (DataType.Bool, false) => ConstantTensor.Create(tensor.Name, type, ToTruthValues(), tensor.Dimensions),
            _ => throw node.CreateError($"casts to {type}; supported: Float, Double, Int32, Int64 and Bool"),
        };

        SymbolicInteger[] Integers() => tensor.Integers.ToArray();

        SymbolicInteger[] Truncate() => [.. tensor.FloatArray.Select(value => SymbolicInteger.From((long)value))];

        SymbolicInteger[] ToTruthValues() => [.. Integers().Select(integer => SymbolicInteger.From(integer.Number == 0 ? 0 : 1))];
    }

    private static ConstantTensor Compute(GraphNode node) => node.Operator switch
    {
        "Cast" => Cast(node, node.Constant(0)),
        "Transpose" => ConstantLayout.Transpose(node, node.Constant(0)),
        "Reshape" => node.Constant(0).WithDimensions(ConstantLayout.GetReshapedDimensions(node, node.Constant(0))),
        "Squeeze" => node.Constant(0).WithDimensions(GetSqueezedDimensions(node)),
        "Unsqueeze" => node.Constant(0).WithDimensions(GetUnsqueezedDimensions(node)),
        "Flatten" => node.Constant(0).WithDimensions(ConstantLayout.GetFlattenedDimensions(node, node.Constant(0))),
        "Slice" => Slice(node),
        "Gather" => Gather(node),
        "Concat" => ConstantLayout.Concat(node),
        "ReduceProd" => Product(node),
        "Range" => Range(node),
        "DequantizeLinear" => Dequantization.Apply(node),
        "Where" or "Equal" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "And" or "Or" or "Xor" or "Not" or "Neg" =>
            ConstantArithmetic.Apply(node),
        "Min" or "Max" or "Sum" when node.InputCount != 2 => ConstantArithmetic.Accumulate(node),
        "Add" or "Sub" or "Mul" or "Div" or "Min" or "Max" or "Sum" or "Pow" or "Mod" =>
            ConstantArithmetic.Apply(node, node.Constant(0), node.Constant(1)),
        _ when ConstantFunctions.Find(node.Operator) is { } function => ConstantFunctions.Apply(node, function),
        _ => throw node.CreateError("is not supported on constants"),
    };

    private static int[] GetSqueezedDimensions(GraphNode node)
    {
        var dimensions = node.Constant(0).Dimensions;
        var axes = AxisArguments.GetAxes(node, dimensions.Length)
            ?? [.. Enumerable.Range(0, dimensions.Length).Where(axis => dimensions[axis] == 1)];
        return axes.All(axis => dimensions[axis] == 1)
            ? [.. dimensions.Where((_, axis) => !axes.Contains(axis))]
            : throw node.CreateError($"removes an axis of [{string.Join(", ", dimensions)}] whose size is not 1");
    }

    private static int[] GetUnsqueezedDimensions(GraphNode node)
    {
        var dimensions = node.Constant(0).Dimensions.ToList();
        foreach (var axis in AxisArguments.GetAxes(node, AxisArguments.UnsqueezedRank(node, dimensions.Count))!)
            dimensions.Insert(axis, 1);
        return [.. dimensions];
    }

    private static ConstantTensor Slice(GraphNode node)
    {
        var tensor = node.Constant(0);
        foreach (var slice in SliceArguments.Read(node, tensor.Rank))
            tensor = ConstantLayout.Pick(node, tensor, slice.Axis, slice.GetIndices(node, tensor.Dimensions[slice.Axis]));
        return tensor;
    }

    private static ConstantTensor Gather(GraphNode node)
    {
        var (tensor, indices) = (node.Constant(0), node.Constant(1));
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, tensor.Rank);
        var picked = ConstantLayout.Pick(node, tensor, axis, AxisArguments.GetIndices(node, indices.GetIntegers(), tensor.Dimensions[axis]));
        return picked.WithDimensions([.. tensor.Dimensions[..axis], .. indices.Dimensions, .. tensor.Dimensions[(axis + 1)..]]);
    }

    private static IEnumerable<ConstantTensor> Split(GraphNode node)
    {
        var tensor = node.Constant(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, tensor.Rank);
        var start = 0;
        foreach (var size in AxisArguments.SplitSizes(node, tensor.Dimensions[axis]))
        {
            yield return ConstantLayout.Pick(node, tensor, axis, [.. Enumerable.Range(start, size)]);
            start += size;
        }
    }

    private static GraphValue Expand(GraphNode node)
    {
        var tensor = node.Constant(0);
        var shape = node.Constant(1).Integers;
        // An Expand that changes nothing keeps the weights.
        return shape.Length <= tensor.Rank && shape.ToArray().All(extent => extent.Number == 1)
            ? new ConstantValue(tensor)
            : FilledRules.Expand(node, tensor, shape);
    }

    private static ConstantTensor Product(GraphNode node)
    {
        var product = SymbolicInteger.From(1);
        foreach (var integer in node.Constant(0).Integers)
            product = product.Multiply(integer);
        int[] dimensions = node.GetInteger("keepdims") == 0 ? [] : [.. node.Constant(0).Dimensions.Select(_ => 1)];
        return ConstantTensor.Create(node.Name, product).WithDimensions(dimensions);
    }

    private static ConstantTensor Range(GraphNode node)
    {
        const int MaxCount = 1024;
        if (node.Constant(0) is { IsFloat: true })
            return RangeOfFloats(node, MaxCount);
        if (node.Constant(0).GetIntegers() is not [var start]
            || node.Constant(1).GetIntegers() is not [var limit]
            || node.Constant(2).GetIntegers() is not [not 0 and var step])
        {
            throw node.CreateError("start, limit and delta must be single numbers, and delta must not be 0");
        }

        var integers = new List<SymbolicInteger>();
        for (var integer = start; step > 0 ? integer < limit : integer > limit; integer += step)
        {
            integers.Add(integers.Count < MaxCount
                ? SymbolicInteger.From(integer)
                : throw node.CreateError($"produces more than {MaxCount} values"));
        }

        return ConstantTensor.Create(node.Name, [.. integers]);
    }

    private static ConstantTensor RangeOfFloats(GraphNode node, int maxCount)
    {
        if (node.Constant(0).Floats is not [var start]
            || node.Constant(1).Floats is not [var limit]
            || node.Constant(2).Floats is not [not 0 and var step])
            throw node.CreateError("start, limit and delta must be single numbers, and delta must not be 0");
        var count = Math.Ceiling((limit - (double)start) / step);
        return count <= maxCount
            ? ConstantTensor.Create(
                node.Name,
                node.Constant(0).Type,
                [.. Enumerable.Range(0, (int)Math.Max(0, count)).Select(index => start + (index * step))],
                [(int)Math.Max(0, count)])
            : throw node.CreateError($"produces more than {maxCount} values");
    }
}
