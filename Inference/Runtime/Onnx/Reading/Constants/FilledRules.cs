using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Rules for values whose elements are all equal; operators that only move elements keep this property.</summary>
internal static class FilledRules
{
    private const int MaxConstant = 4096;

    public static GraphValue ConstantOfShape(GraphNode node)
    {
        var element = node.GetTensor("value") is { } tensor
            ? TensorReader.Read(tensor, node.Name)
            : ConstantTensor.Create(node.Name, DataType.Float, new float[1], [1]);
        if (element.Count != 1)
            throw node.CreateError($"attribute 'value' must hold exactly one element, got {element.Count}");
        return Fill(node, element.WithDimensions([]), node.Constant(0).Integers.ToArray());
    }

    /// <summary>Creates a value whose elements are all equal: a constant if its size is small and known, else a filled value.</summary>
    public static GraphValue Fill(GraphNode node, ConstantTensor element, SymbolicInteger[] dimensions)
    {
        if (dimensions.Any(dimension => dimension.Number < 0))
            throw new RecurrentModelException($"a dimension is negative: [{string.Join(", ", dimensions)}]");
        var count = dimensions.Aggregate(1.0, (product, dimension) => product * (dimension.Number ?? double.PositiveInfinity));
        return count <= MaxConstant
            ? new ConstantValue(element.Pick(
                new int[node.Budget.Charge([(int)count])], [.. dimensions.Select(dimension => (int)dimension.Number!.Value)]))
            : new FilledValue(element, dimensions);
    }

    /// <summary>The indices of an axis whose size depends on the inputs; null if the range is another one.</summary>
    public static IndexRangeValue? TryRange(GraphNode node) =>
        node.Input(0) is ConstantValue { Tensor: { IsFloat: false, Count: 1 } start }
        && node.Input(1) is ConstantValue { Tensor: { IsFloat: false, Count: 1 } limit }
        && node.Input(2) is ConstantValue { Tensor: { IsFloat: false, Count: 1 } delta }
        && start.Integers[0].Number == 0
        && delta.Integers[0].Number == 1
        && !limit.Integers[0].IsKnown
            ? new IndexRangeValue(limit.Integers[0])
            : null;

    /// <summary>Computes Expand of a constant.</summary>
    public static GraphValue Expand(GraphNode node, ConstantTensor tensor, ReadOnlySpan<SymbolicInteger> shape)
    {
        var rank = Math.Max(tensor.Rank, shape.Length);
        var dimensions = new SymbolicInteger[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            var current = SymbolicInteger.From(axis - (rank - tensor.Rank) is >= 0 and var index ? tensor.Dimensions[index] : 1);
            var requested = axis - (rank - shape.Length) is >= 0 and var other ? shape[other] : SymbolicInteger.From(1);
            // An axis larger than 1 keeps its size, whatever is requested.
            dimensions[axis] = requested.Number == 1 || (!requested.IsKnown && current.Number != 1) ? current : requested;
        }

        return RepeatedRules.Repeat(node, tensor, dimensions);
    }

    /// <summary>Computes Tile of a constant.</summary>
    public static GraphValue Tile(GraphNode node)
    {
        var tensor = node.Constant(0);
        var repeats = node.Constant(1).Integers.ToArray();
        if (repeats.Length != tensor.Rank)
            throw node.CreateError($"has {repeats.Length} repeats for {tensor.Rank} axes");
        // An axis that is repeated as a whole: only the elements of the constant in turn.
        for (var axis = 0; axis < repeats.Length && tensor.TryGetUniformElement() is null; axis++)
        {
            if (tensor.Dimensions[axis] != 1 && repeats[axis].Number is { } count and not 1)
            {
                var size = tensor.Dimensions[axis];
                var length = count is >= 0 and <= int.MaxValue
                    ? checked((int)count * size)
                    : throw node.CreateError($"repeats an axis {count} times");
                // The budget bounds the copy before it is made.
                node.Budget.Charge([tensor.Count, (int)count]);
                tensor = ConstantLayout.Pick(node, tensor, axis, [.. Enumerable.Range(0, length).Select(index => index % size)]);
                repeats[axis] = SymbolicInteger.From(1);
            }
        }

        return RepeatedRules.Repeat(
            node, tensor, [.. repeats.Select((repeat, axis) => repeat.Multiply(SymbolicInteger.From(tensor.Dimensions[axis])))]);
    }

    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        if (node.Operator is "Add" or "Sub" or "Mul" or "Div")
            return [Arithmetic(node)];
        if (node.Operator == "Concat")
            return [Join(node)];
        if (node.RequireInput(0) is not FilledValue filled)
            throw node.CreateError("depends on the sizes of the inputs in a way that is not supported");
        return node.Operator switch
        {
            "Unsqueeze" => [filled with { Dimensions = GetUnsqueezedDimensions(node, filled.Dimensions) }],
            "Cast" => [filled with { Element = ConstantFolding.Cast(node, filled.Element) }],
            "Expand" => [Expand(node, filled)],
            "Transpose" or "Squeeze" or "Reshape" or "Flatten" or "Slice" or "Gather" or "Split" or "Tile" =>
                [.. Enumerable.Repeat(filled with { Dimensions = null }, node.OutputCount)],
            _ => throw node.CreateError("is not supported on a value whose elements are all equal"),
        };
    }

    private static FilledValue Expand(GraphNode node, FilledValue filled) =>
        filled with { Dimensions = node.Input(1) is ConstantValue shape ? shape.Tensor.Integers.ToArray() : null };

    private static List<SymbolicInteger>? GetUnsqueezedDimensions(GraphNode node, IReadOnlyList<SymbolicInteger>? dimensions)
    {
        if (dimensions is null)
            return null;
        var result = dimensions.ToList();
        foreach (var axis in AxisArguments.GetAxes(node, AxisArguments.UnsqueezedRank(node, dimensions.Count))!)
            result.Insert(axis, SymbolicInteger.From(1));
        return result;
    }

    private static FilledValue Arithmetic(GraphNode node)
    {
        var first = Element(node, 0);
        var second = Element(node, 1);
        var dimensions = (node.Input(0) as FilledValue)?.Dimensions;
        return new FilledValue(ConstantArithmetic.Apply(node, first, second), dimensions);
    }

    private static FilledValue Join(GraphNode node)
    {
        var elements = Enumerable.Range(0, node.InputCount).Select(index => Element(node, index)).ToList();
        return elements.All(element => element.IsFloat == elements[0].IsFloat
            && (element.IsFloat ? element.Floats[0] == elements[0].Floats[0] : element.Integers[0].Equals(elements[0].Integers[0])))
            ? new FilledValue(elements[0], null)
            : throw node.CreateError("concatenates different values whose size depends on the inputs");
    }

    private static ConstantTensor Element(GraphNode node, int index) => node.RequireInput(index) switch
    {
        FilledValue filled => filled.Element,
        ConstantValue constant => constant.Tensor.TryGetUniformElement()
            ?? throw node.CreateError("combines a value whose elements are all equal with one whose elements are not"),
        _ => throw node.CreateError($"input {index} is not constant"),
    };
}
