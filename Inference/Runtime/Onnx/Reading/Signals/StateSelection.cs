namespace MlNetRecurrent.Onnx;

/// <summary>Chooses a time step, or some of the states that stand side by side.</summary>
internal static class StateSelection
{
    /// <summary>The signal with the places of an axis that are asked for, or null where that is not something with a meaning here.</summary>
    public static SignalValue? Choose(GraphNode node, SignalValue signal, int axis, IReadOnlyList<SymbolicInteger> indices)
    {
        var one = indices is [var place] ? place : (SymbolicInteger?)null;
        if (signal.Axes[axis].IsOne && one?.Number is 0 or -1 && signal.Axes[axis].Single?.Role is not AxisRole.Time)
            return signal;
        if (signal.Content is not StateContent states)
            return null;
        if (signal.Axes[axis].Single is { Role: AxisRole.Time } time)
            return one is { } step ? Step(signal, states, axis, time, step) : null;
        if (indices.Any(state => !state.IsKnown))
            return null;
        return Entries(node, signal, states, axis, [.. indices.Select(state => state.Number!.Value)]);
    }

    /// <summary>Takes an axis of size 1 away.</summary>
    public static SignalValue Remove(SignalValue signal, int axis) => signal with { Axes = [.. signal.Axes.Where((_, place) => place != axis)] };

    // Y[-1], Y[time - 1] or Y[0]; walked backwards, the last is the first.
    private static SignalValue? Step(SignalValue signal, StateContent states, int axis, AxisFactor time, SymbolicInteger step)
    {
        var last = step.Number == -1 || step.Equals(SymbolicInteger.From(time).Add(SymbolicInteger.From(-1)));
        if (!last && step.Number != 0)
            return null;
        var moment = last != time.IsMirrored ? StatePosition.LastStep : StatePosition.FirstStep;
        return new SignalValue(states.AtPosition(moment), Replaced(signal, axis, Axis.One));
    }

    // Some of the entries; the axis holds them alone, or their units beside them.
    private static SignalValue? Entries(GraphNode node, SignalValue signal, StateContent states, int axis, long[] places)
    {
        var factors = signal.Axes[axis].Factors;
        var beside = factors.Count > 0 && factors[^1] == states.Unit ? 1 : 0;
        if (factors.Count - beside != 1 || factors[0].Role != AxisRole.Stack || states.Unit.Size is not { } units)
            return null;
        var factor = factors[0];
        if (beside == 1)
        {
            // Whole blocks of units only: [forward | backward][hidden..] is the backward state.
            if (places.Length % units != 0 || places.Where((place, index) => place != places[index - (index % units)] + (index % units)).Any())
                return null;
            places = [.. places.Where((_, index) => index % units == 0)];
            if (places.Any(place => place % units != 0))
                return null;
            places = [.. places.Select(place => place / units)];
        }

        return Entries(node, signal, states, axis, factor, AxisArguments.GetIndices(node, places, (int)factor.Size!.Value), beside == 1);
    }

    private static SignalValue? Entries(GraphNode node, SignalValue signal, StateContent states, int axis, AxisFactor factor, int[] places, bool unitsBeside)
    {
        var position = states.Stack.ToList().IndexOf(factor);
        if (position < 0 || places.Length == 0)
            return null;
        var inner = states.Stack.Skip(position + 1).Aggregate(1, (product, other) => product * (int)other.Size!.Value);
        var size = (int)factor.Size!.Value;
        node.Budget.Charge([states.Entries.Count / size, places.Length]);
        var chosen = new List<StateEntry>();
        for (var outer = 0; outer < states.Entries.Count; outer += size * inner)
        {
            foreach (var place in places)
                chosen.AddRange(states.Entries.Skip(outer + (place * inner)).Take(inner));
        }

        IReadOnlyList<AxisFactor> replaced = places.Length == 1 ? [] : [new AxisFactor(factor.Name, places.Length, AxisRole.Stack)];
        var content = states with
        {
            Entries = chosen,
            Stack = [.. states.Stack.SelectMany(other => other == factor ? replaced : [other])],
        };
        return new SignalValue(content, Replaced(signal, axis, new Axis([.. replaced, .. unitsBeside ? new[] { states.Unit } : []])));
    }

    private static Axis[] Replaced(SignalValue signal, int axis, Axis by) => [.. signal.Axes.Select((other, place) => place == axis ? by : other)];
}
