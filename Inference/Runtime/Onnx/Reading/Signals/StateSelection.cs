namespace MlNetRecurrent.Onnx;

/// <summary>Selects time steps, some of several concatenated states, or some of their features.</summary>
internal static class StateSelection
{
    /// <summary>Selects the given indices of an axis; null if the selection cannot be represented.</summary>
    public static SignalValue? Choose(GraphNode node, SignalValue signal, int axis, IReadOnlyList<SymbolicInteger> indices)
    {
        var single = indices is [var index] ? index : (SymbolicInteger?)null;
        if (signal.Axes[axis].IsOne && single?.Number is 0 or -1 && signal.Axes[axis].Single?.Role is not AxisRole.Time)
            return signal;
        if (signal.Axes[axis].Single is { Role: AxisRole.Time } time)
            return single is { } step ? TimeSelection.TryStep(signal, axis, time, step) : TimeSelection.TrySteps(node, signal, time, indices);
        if (indices.Any(state => !state.IsKnown))
            return null;
        long[] numbers = [.. indices.Select(state => state.Number!.Value)];
        if (numbers is [var number] && TimeSelection.TryPooledStep(signal, axis, number) is { } pooled)
            return pooled;
        return (signal.Content is StateContent states ? Entries(node, signal, states, axis, numbers) : null)
            ?? FeatureSelection.TryChoose(node, signal, axis, numbers);
    }

    /// <summary>Removes an axis of size 1.</summary>
    public static SignalValue Remove(SignalValue signal, int axis) =>
        signal with { Axes = [.. signal.Axes.Where((_, index) => index != axis)] };

    // Selects some of the entries; the axis holds only the entries, or the entries and their units.
    private static SignalValue? Entries(GraphNode node, SignalValue signal, StateContent states, int axis, long[] indices)
    {
        var factors = signal.Axes[axis].Factors;
        var hasUnits = factors.Count > 0 && factors[^1] == states.Unit;
        if (factors.Count - (hasUnits ? 1 : 0) != 1 || factors[0].Role != AxisRole.Stack || states.Unit.Size is not { } units)
            return null;
        var factor = factors[0];
        if (hasUnits)
        {
            // Only whole blocks of units: [forward | reverse][hidden..] is the reverse state.
            if (indices.Length % units != 0 || indices.Where((index, unit) => index != indices[unit - (unit % units)] + (unit % units)).Any())
                return null;
            indices = [.. indices.Where((_, unit) => unit % units == 0)];
            if (indices.Any(index => index % units != 0))
                return null;
            indices = [.. indices.Select(index => index / units)];
        }

        return Entries(node, signal, states, axis, factor, AxisArguments.GetIndices(node, indices, (int)factor.Size!.Value), hasUnits);
    }

    private static SignalValue? Entries(
        GraphNode node, SignalValue signal, StateContent states, int axis, AxisFactor factor, int[] indices, bool hasUnits)
    {
        var position = states.Stack.ToList().IndexOf(factor);
        if (position < 0 || indices.Length == 0)
            return null;
        var inner = states.Stack.Skip(position + 1).Aggregate(1, (product, other) => product * (int)other.Size!.Value);
        var size = (int)factor.Size!.Value;
        node.Budget.Charge([states.Entries.Count / size, indices.Length]);
        var chosen = new List<StateEntry>();
        for (var outer = 0; outer < states.Entries.Count; outer += size * inner)
        {
            foreach (var index in indices)
                chosen.AddRange(states.Entries.Skip(outer + (index * inner)).Take(inner));
        }

        IReadOnlyList<AxisFactor> replaced = indices.Length == 1 ? [] : [new AxisFactor(factor.Name, indices.Length, AxisRole.Stack)];
        var content = states with
        {
            Entries = chosen,
            Stack = [.. states.Stack.SelectMany(other => other == factor ? replaced : [other])],
        };
        return new SignalValue(content, ReplaceAxis(signal, axis, new Axis([.. replaced, .. hasUnits ? new[] { states.Unit } : []])));
    }

    private static Axis[] ReplaceAxis(SignalValue signal, int axis, Axis replacement) =>
        [.. signal.Axes.Select((other, index) => index == axis ? replacement : other)];
}
