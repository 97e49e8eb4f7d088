namespace MlNetRecurrent.Onnx;

/// <summary>
/// Rules for Reshape and Flatten of a signal. Row-major order preserves the order of the factors, so a new shape only regroups them; a factor
/// that combines two axes is split.
/// </summary>
internal static class Regrouping
{
    public static SignalValue Reshape(GraphNode node)
    {
        var signal = node.Signal(0);
        var shape = ShapeArguments.Read(node);
        if (node.GetInteger("allowzero") is null or 0)
        {
            for (var axis = 0; axis < shape.Length; axis++)
            {
                if (shape[axis].Number == 0)
                {
                    shape[axis] = axis < signal.Rank
                        ? signal.Axes[axis].Size
                        : throw node.CreateError($"keeps axis {axis}, which {signal.Content.Description} does not have");
                }
            }
        }

        return Group(node, signal, shape);
    }

    public static SignalValue Flatten(GraphNode node)
    {
        var signal = node.Signal(0);
        var axis = node.GetInteger("axis") ?? 1;
        var split = axis == signal.Rank ? signal.Rank : AxisArguments.Axis(node, axis, signal.Rank);
        return signal with { Axes = [Join(signal.Axes.Take(split)), Join(signal.Axes.Skip(split))] };

        static Axis Join(IEnumerable<Axis> axes) => new([.. axes.SelectMany(axis => axis.Factors)]);
    }

    // Sizes before a -1 take factors from the front, those after it from the back; the -1 takes the remaining factors.
    private static SignalValue Group(GraphNode node, SignalValue signal, SymbolicInteger[] shape)
    {
        var rest = Array.FindIndex(shape, extent => extent.Number == -1);
        var content = signal.Content;
        var factors = new LinkedList<AxisFactor>(signal.Axes.SelectMany(axis => axis.Factors));
        var axes = new Axis[shape.Length];
        var front = rest < 0 ? shape.Length : rest;
        for (var axis = 0; axis < front; axis++)
            axes[axis] = new Axis(Take(shape[axis], fromFront: true));
        for (var axis = shape.Length - 1; axis > rest && rest >= 0; axis--)
            axes[axis] = new Axis(Take(shape[axis], fromFront: false));
        if (rest >= 0)
            axes[rest] = new Axis([.. factors]);
        else if (factors.Any(factor => factor.Size != 1))
            throw CreateError();
        return new SignalValue(content, axes);

        List<AxisFactor> Take(SymbolicInteger size, bool fromFront)
        {
            var taken = new List<AxisFactor>();
            var product = SymbolicInteger.From(1);
            // An axis of size 1 keeps its role: a batch of one sequence, a single hidden unit.
            if (size.Number == 1 && (fromFront ? factors.First : factors.Last)?.Value is { Size: 1 } single)
            {
                factors.Remove(single);
                taken.Add(single);
            }

            while (!product.Equals(size))
            {
                var factor = (fromFront ? factors.First : factors.Last)?.Value ?? throw CreateError();
                factors.Remove(factor);
                if (size.Number is { } whole && product.Number is { } part && factor.Size is { } count && whole % part == 0 && part * count > whole)
                    factor = Split(factor, whole / part, fromFront);
                product = product.Multiply(SymbolicInteger.From(factor));
                taken.Insert(fromFront ? taken.Count : 0, factor);
            }

            return taken;
        }

        // Returns the part that is taken, and puts the other part back.
        AxisFactor Split(AxisFactor factor, long size, bool fromFront)
        {
            if (size < 1 || factor.Size % size != 0)
                throw CreateError();
            var (taken, left) = SplitInput(factor, size, fromFront)
                ?? (new AxisFactor(factor.Name, size, factor.Role), new AxisFactor(factor.Name, factor.Size / size, factor.Role));
            content = FactorSplitting.TrySplit(content, factor, fromFront ? [taken, left] : [left, taken]) ?? throw CreateError();
            if (fromFront)
                factors.AddFirst(left);
            else
                factors.AddLast(left);
            return taken;
        }

        // [batch, time * features] of the input
        (AxisFactor Taken, AxisFactor Left)? SplitInput(AxisFactor factor, long size, bool fromFront)
        {
            if (content is not InputContent || factor.TrySplit(fromFront ? factor.Size!.Value / size : size) is not var (outer, inner))
                return null;
            return fromFront ? (outer, inner) : (inner, outer);
        }

        RecurrentModelException CreateError() => node.CreateError(
            $"cannot reshape {signal.Content.Description} [{string.Join(", ", signal.Axes.Select(axis => axis.Size))}] "
            + $"to [{string.Join(", ", shape)}]: this mixes axes in a way that is not supported");
    }
}
