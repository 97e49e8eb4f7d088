namespace MlNetRecurrent.Onnx;

/// <summary>Adds or subtracts linear maps of the states of two directions, as one linear map of their concatenation.</summary>
internal static class StateSums
{
    /// <summary>Combines two signals; returns null if they are not linear maps of different directions of the same layer.</summary>
    public static SignalValue? TryAdd(GraphNode node)
    {
        if (node.Operator is not ("Add" or "Sub"))
            return null;
        var (first, second) = (node.Signal(0), node.Signal(1));
        if (first.Content.Origin is not StateContent one || second.Content.Origin is not StateContent other
            || one.PooledSteps is not null || other.PooledSteps is not null
            || one.Entries.Intersect(other.Entries).Any()
            || one.Unit.Size != other.Unit.Size
            || !ContentComparison.AreSame(one.Entries[0].Node.Source, other.Entries[0].Node.Source)
            || TryGetMap(first.Content, node.Budget) is not { } left
            || TryGetMap(second.Content, node.Budget) is not { } right
            || left.Matrix!.Outputs != right.Matrix!.Outputs)
        {
            return null;
        }

        var axis = Enumerable.Range(0, first.Rank).FirstOrDefault(index => first.Axes[index].HasAllOf(first.Content.Units!), -1);
        if (axis < 0 || first.Rank != second.Rank || !second.Axes[axis].Is(second.Content.Units!) || !first.Axes[axis].Is(first.Content.Units!)
            || Enumerable.Range(0, first.Rank).Any(index => index != axis && !first.Axes[index].Is(second.Axes[index].Factors)))
        {
            return null;
        }

        var sign = node.Operator == "Sub" ? -1f : 1f;
        var (upper, lower) = (left.Matrix, Scale(right.Matrix, sign));
        var shift = right.Affine.Shift is { } added ? new AffineStep(null, [.. added.Select(value => value * sign)]) : null;
        var entries = one.Entries.Concat(other.Entries);
        // The forward direction comes first in a layer.
        if (one.Entries[0].SequenceDirection == SequenceDirection.Reverse)
            (upper, lower, entries) = (lower, upper, other.Entries.Concat(one.Entries));
        node.Budget.Charge([upper.Inputs + lower.Inputs, upper.Outputs]);
        var weight = new LinearStep([.. upper.Weight, .. lower.Weight], upper.Inputs + lower.Inputs, upper.Outputs) { IsFixed = true };
        var unit = new AxisFactor("hidden", upper.Outputs, AxisRole.Unit);
        var states = StateContent.Create([.. entries], new AxisFactor("hidden", one.Unit.Size, AxisRole.Unit));
        var content = ChainContent.Append(states, weight, [unit]);
        foreach (var offset in new[] { left.Affine.Shift is null ? null : left.Affine with { Scale = null }, shift }.OfType<AffineStep>())
            content = ChainContent.Append(content, offset);
        return new SignalValue(content, [.. first.Axes.Select((factor, index) => index == axis ? new Axis(unit) : factor)]);
    }

    // The content as (states * matrix) + shift.
    private static FeatureMap? TryGetMap(SignalContent content, FoldingBudget budget)
    {
        var states = (StateContent)content.Origin;
        var size = checked((int)(states.Entries.Count * states.Unit.Size!.Value));
        var map = new FeatureMap(FeatureMap.CreateIdentity(size, budget), new AffineStep(null, null));
        foreach (var step in content.Steps)
        {
            switch (step)
            {
                case LinearStep linear:
                    var joined = map.Before(linear, new float[linear.Outputs], budget);
                    map = new FeatureMap(new LinearStep(joined.Weight, map.Matrix!.Inputs, linear.Outputs), new AffineStep(null, joined.Bias));
                    break;
                case AffineStep affine:
                    map = map.Then(affine);
                    break;
                default:
                    return null;
            }
        }

        if (map.Affine.Scale is { } scale)
        {
            var matrix = map.Matrix!;
            map = new FeatureMap(
                matrix with { Weight = [.. matrix.Weight.Select((value, index) => value * scale[index % matrix.Outputs])] },
                map.Affine with { Scale = null });
        }

        return map;
    }

    private static LinearStep Scale(LinearStep linear, float factor) =>
        factor == 1 ? linear : linear with { Weight = [.. linear.Weight.Select(value => value * factor)] };
}
