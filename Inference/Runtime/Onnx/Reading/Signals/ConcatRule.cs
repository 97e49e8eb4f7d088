namespace MlNetRecurrent.Onnx;

/// <summary>The rule for Concat of states: the directions of a layer, or the final states of all layers.</summary>
internal static class ConcatRule
{
    public static GraphValue Concat(GraphNode node)
    {
        if (node.InputCount == 1)
            return node.Signal(0);
        if (node.Inputs.All(value => value is SignalValue)
            && InputSelection.TryJoin(node, [.. node.Inputs.Cast<SignalValue>()], LastAxis(node)) is { } selection)
        {
            return selection;
        }

        if (node.Inputs.All(value => DerivedValue.TryCreate(value) is not null))
        {
            string[] inputs = [.. node.Inputs.Select(value => $"'{DerivedValue.TryCreate(value)!.Input}'").Distinct()];
            return inputs.Length == 1
                ? DerivedRules.Apply(node)
                : throw node.CreateError(
                    $"joins several inputs: {string.Join(" and ", inputs)}; supported: one sequence as the input of the network");
        }

        SignalValue[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Signal)];
        var first = parts[0];
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? throw node.CreateError("attribute 'axis' is missing"), first.Rank);
        string[] sources = [.. parts.Select(part => part.Content.Origin).OfType<InputContent>().Select(input => $"'{input.Name}'").Distinct()];
        if (sources.Length > 1)
            throw node.CreateError($"joins several inputs: {string.Join(" and ", sources)}; supported: one sequence as the input of the network");
        if ((JoinedSteps.TryJoin(node, parts, axis) ?? JoinedHeads.TryJoin(node, parts, axis)) is { } merged)
            return merged;
        StateContent[] states = [.. parts.Select(part => part.Content as StateContent
            ?? throw node.CreateError($"concatenates {part.Content.Description} with another value; "
                + "supported: the states of a layer, steps of a sequence in order, and linear layers of the same values"))];
        var positions = states.SelectMany(state => state.Entries).Select(entry => entry.Position).Distinct().ToList();
        if (positions.Count > 1 && positions.Any(position => position is StatePosition.Mean or StatePosition.Maximum or StatePosition.LastSteps))
            throw node.CreateError($"concatenates {states[0].Description} of different pooling; supported: one kind of pooling");
        var unit = states[0].Unit;
        // With a single hidden unit, both conditions hold and mean the same.
        var stacked = states.All((state, index) => parts[index].Rank == first.Rank && parts[index].Axes[axis].Is(state.Stack));
        var joinsFeatures = !stacked && states.All((state, index) => parts[index].Rank == first.Rank && parts[index].Axes[axis].Is(state.Units));
        if (!joinsFeatures && !stacked)
            throw node.CreateError($"concatenates {first.Content.Description} along axis {axis} with values of a different layout");
        for (var index = 1; index < parts.Length; index++)
        {
            if (states[index].Unit.Size != unit.Size || !OtherAxesMatch(parts[index], states[index].Unit))
            {
                throw node.CreateError(
                    $"concatenates {first.Content.Description} and {states[index].Description}, which differ in hidden units or layout");
            }
        }

        node.Budget.Charge([states.Sum(state => state.Entries.Count)]);
        var joined = StateContent.Create([.. states.SelectMany(state => state.Entries)], unit);
        var joinedAxis = new Axis([.. joinsFeatures ? joined.Units : joined.Stack]);
        return new SignalValue(joined, [.. first.Axes.Select((other, index) => index != axis ? other : joinedAxis)]);

        bool OtherAxesMatch(SignalValue part, AxisFactor partUnit) => part.Axes.Select((other, index) => index == axis
            || other.Is(first.Axes[index].Factors.Select(factor => factor == unit ? partUnit : factor))).All(same => same);
    }

    private static int LastAxis(GraphNode node)
    {
        var rank = node.Signal(0).Rank;
        return AxisArguments.Axis(node, node.GetInteger("axis") ?? throw node.CreateError("attribute 'axis' is missing"), rank);
    }

    private static bool All(this StateContent[] states, Func<StateContent, int, bool> test) => states.Select(test).All(passed => passed);
}
