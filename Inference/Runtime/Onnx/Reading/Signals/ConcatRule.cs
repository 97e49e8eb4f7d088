namespace MlNetRecurrent.Onnx;

/// <summary>Concat of states: directions side by side, or the final states of all layers.</summary>
internal static class ConcatRule
{
    public static GraphValue Concat(GraphNode node)
    {
        if (node.InputCount == 1)
            return node.Signal(0);
        if (node.Inputs.All(value => DerivedValue.Of(value) is not null))
            return DerivedRules.Apply(node);
        SignalValue[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Signal)];
        var first = parts[0];
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? throw node.CreateError("attribute 'axis' is missing"), first.Rank);
        StateContent[] states = [.. parts.Select(part => part.Content as StateContent
            ?? throw node.CreateError($"joins {part.Content.Description} with another value; only states can be joined"))];
        var unit = states[0].Unit;
        // Of a single hidden unit both hold, and mean the same.
        var stacked = states.All((state, index) => parts[index].Rank == first.Rank && parts[index].Axes[axis].Is(state.Stack));
        var beside = !stacked && states.All((state, index) => parts[index].Rank == first.Rank && parts[index].Axes[axis].Is(state.Features));
        if (!beside && !stacked)
            throw node.CreateError($"joins {first.Content.Description} along axis {axis} with values laid out in another way");
        for (var index = 1; index < parts.Length; index++)
        {
            if (states[index].Unit.Size != unit.Size || !SameBeside(parts[index], states[index].Unit))
                throw node.CreateError($"joins {first.Content.Description} and {states[index].Description}, which differ in hidden units or in how they are laid out");
        }

        node.Budget.Charge([states.Sum(state => state.Entries.Count)]);
        var joined = StateContent.Create([.. states.SelectMany(state => state.Entries)], unit);
        return new SignalValue(joined, [.. first.Axes.Select((other, place) => place != axis ? other : new Axis([.. beside ? joined.Features : joined.Stack]))]);

        bool SameBeside(SignalValue part, AxisFactor own) => part.Axes.Select((other, place) => place == axis
            || other.Is(first.Axes[place].Factors.Select(factor => factor == unit ? own : factor))).All(same => same);
    }

    private static bool All(this StateContent[] states, Func<StateContent, int, bool> test) => states.Select(test).All(passed => passed);
}
