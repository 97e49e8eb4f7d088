namespace MlNetRecurrent.Onnx;

/// <summary>Rules for constants that are repeated for each sequence; operators that move or select elements keep this property.</summary>
internal static class RepeatedRules
{
    /// <summary>Repeats a constant: a constant if the sizes are known and small, else a repeated or filled value.</summary>
    /// <param name="node">The node, for errors and the budget.</param>
    /// <param name="tensor">The constant.</param>
    /// <param name="dimensions">The size of each axis of the result; where it differs from that of the constant, the constant's is 1.</param>
    public static GraphValue Repeat(GraphNode node, ConstantTensor tensor, SymbolicInteger[] dimensions)
    {
        if (tensor.TryGetUniformElement() is { } element)
            return FilledRules.Fill(node, element, dimensions);
        int[] sizes = [.. Enumerable.Repeat(1, dimensions.Length - tensor.Rank), .. tensor.Dimensions];
        var padded = tensor.WithDimensions(sizes);
        for (var axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis] != 1 && dimensions[axis].Number != sizes[axis])
                throw node.CreateError($"repeats axis {axis} of tensor '{tensor.Name}', whose size is {sizes[axis]}, to {dimensions[axis]}");
        }

        if (!dimensions.All(dimension => dimension.Number is >= 0 and <= int.MaxValue))
            return new RepeatedValue(padded, dimensions);
        var strides = ConstantLayout.Strides(sizes);
        int[] broadcast = [.. sizes.Select((size, axis) => size == 1 ? 0 : strides[axis])];
        int[] known = [.. dimensions.Select(dimension => (int)dimension.Number!.Value)];
        return new ConstantValue(ConstantLayout.CopyStrided(node, padded, known, broadcast));
    }

    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        if (node.Operator == "Concat")
            return [Join(node)];
        if (node.Input(0) is not RepeatedValue repeated || node.Inputs.Skip(1).Any(value => value is not ConstantValue))
            throw node.CreateError("combines a constant that is repeated for each sequence with another value, which is not supported");
        var constants = node.WithInput(0, new ConstantValue(repeated.Tensor));
        switch (node.Operator)
        {
            case "Cast":
                return [repeated with { Tensor = ConstantFolding.Cast(constants, repeated.Tensor) }];
            case "Transpose":
                var permutation = AxisArguments.Permutation(node, repeated.Tensor.Rank);
                return [Create(constants, permutation.Select(axis => repeated.Dimensions[axis]))];
            case "Unsqueeze":
                var dimensions = repeated.Dimensions.ToList();
                foreach (var axis in AxisArguments.GetAxes(node, AxisArguments.UnsqueezedRank(node, dimensions.Count))!)
                    dimensions.Insert(axis, SymbolicInteger.From(1));
                return [Create(constants, dimensions)];
            case "Squeeze" when AxisArguments.GetAxes(node, repeated.Tensor.Rank) is { } axes && !axes.Any(repeated.IsRepeated):
                return [Create(constants, repeated.Dimensions.Where((_, axis) => !axes.Contains(axis)))];
            case "Slice" when !SliceArguments.Read(node, repeated.Tensor.Rank).Any(slice => repeated.IsRepeated(slice.Axis)):
                return [Create(constants, null, repeated)];
            case "Gather" when !repeated.IsRepeated(Axis(node, repeated)):
                return [Gather(node, constants, repeated)];
            case "Split" when !repeated.IsRepeated(Axis(node, repeated)):
                return [.. ConstantFolding.Apply(constants).Select(part => Restore(((ConstantValue)part).Tensor, repeated))];
            case "Expand":
                return [Expand(node, repeated)];
            default:
                throw node.CreateError("is not supported on a constant that is repeated for each sequence");
        }
    }

    private static int Axis(GraphNode node, RepeatedValue repeated) =>
        AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, repeated.Tensor.Rank);

    private static RepeatedValue Create(GraphNode constants, IEnumerable<SymbolicInteger>? dimensions, RepeatedValue? source = null)
    {
        var tensor = ((ConstantValue)ConstantFolding.Apply(constants)[0]).Tensor;
        return dimensions is null ? Restore(tensor, source!) : new RepeatedValue(tensor, [.. dimensions]);
    }

    // The selected part of the constant, repeated as before.
    private static RepeatedValue Restore(ConstantTensor part, RepeatedValue source) => new(
        part,
        [.. source.Dimensions.Select((dimension, axis) => source.IsRepeated(axis) ? dimension : SymbolicInteger.From(part.Dimensions[axis]))]);

    private static RepeatedValue Gather(GraphNode node, GraphNode constants, RepeatedValue repeated)
    {
        var axis = Axis(node, repeated);
        var tensor = ((ConstantValue)ConstantFolding.Apply(constants)[0]).Tensor;
        var indices = node.Constant(1).Dimensions.Select(size => SymbolicInteger.From(size));
        return new RepeatedValue(tensor, [.. repeated.Dimensions.Take(axis), .. indices, .. repeated.Dimensions.Skip(axis + 1)]);
    }

    private static RepeatedValue Expand(GraphNode node, RepeatedValue repeated)
    {
        var shape = node.Constant(1).Integers.ToArray();
        if (shape.Length > repeated.Dimensions.Count)
            throw node.CreateError("adds axes to a constant that is repeated for each sequence, which is not supported");
        var dimensions = repeated.Dimensions.ToArray();
        for (var index = 0; index < shape.Length; index++)
        {
            var axis = dimensions.Length - shape.Length + index;
            if (dimensions[axis].Number == 1)
                dimensions[axis] = shape[index];
            else if (shape[index].Number != 1 && !shape[index].Equals(dimensions[axis]))
                throw node.CreateError($"repeats axis {axis} of size {dimensions[axis]} to {shape[index]}");
        }

        return repeated with { Dimensions = dimensions };
    }

    private static RepeatedValue Join(GraphNode node)
    {
        var parts = Enumerable.Range(0, node.InputCount)
            .Select(index => node.RequireInput(index) as RepeatedValue
                ?? throw node.CreateError("concatenates a constant that is repeated for each sequence with another value, which is not supported"))
            .ToList();
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, parts[0].Tensor.Rank);
        if (parts.Any(part => part.Tensor.Rank != parts[0].Tensor.Rank || part.IsRepeated(axis)))
            throw node.CreateError("concatenates constants along an axis along which they are repeated");
        var constants = node;
        for (var index = 0; index < parts.Count; index++)
            constants = constants.WithInput(index, new ConstantValue(parts[index].Tensor));
        return Restore(ConstantLayout.Concat(constants), parts[0]);
    }
}
