namespace MlNetRecurrent.Onnx;

/// <summary>Selects a time step of the hidden states, or of what a chain computes from them at every step.</summary>
internal static class TimeSelection
{
    /// <summary>
    /// Y[-1], Y[time - 1], Y[0], or another step whose distance from the end is known; in reverse order, the last step is the first. Null if the
    /// selection cannot be represented.
    /// </summary>
    public static SignalValue? TryStep(SignalValue signal, int axis, AxisFactor time, SymbolicInteger step)
    {
        var last = step.Number == -1 || step.Equals(SymbolicInteger.From(time).Add(SymbolicInteger.From(-1)));
        var fromEnd = GetDistance(step, time);
        if (!last && step.Number != 0 && fromEnd is null)
            return null;
        var position = last != time.IsMirrored ? StatePosition.LastStep
            : last || step.Number == 0 ? StatePosition.FirstStep
            : StatePosition.OneStep;
        return ChainPooling.TryMove(signal.Content, position, fromEnd is { } distance ? (time.Forward, distance) : null) is { } content
            ? new SignalValue(content, [.. signal.Axes.Select((other, index) => index == axis ? Axis.One : other)])
            : null;
    }

    /// <summary>One of several last steps that were selected before; null if the axis does not hold steps.</summary>
    public static SignalValue? TryPooledStep(SignalValue signal, int axis, long index)
    {
        if (signal.Content is not StateContent { PooledSteps: { Size: { } count } steps, SelectedStep: { } selected } states
            || signal.Axes[axis].Single != steps || index < -count || index >= count)
        {
            return null;
        }

        var fromEnd = index < 0 ? -index : count - index;
        var content = states.AtPosition(fromEnd == 1 ? StatePosition.LastStep : StatePosition.OneStep) with
        {
            PooledSteps = null,
            SelectedStep = (selected.Time, fromEnd),
        };
        return new SignalValue(content, [.. signal.Axes.Select((other, position) => position == axis ? Axis.One : other)]);
    }

    /// <summary>Checks that steps that are counted from the end of the time axis are those of each sequence.</summary>
    /// <exception cref="RecurrentModelException">Shorter sequences end earlier.</exception>
    public static void CheckLengths(GraphNode node, SignalValue signal, SignalValue selected)
    {
        if (signal.Content.Origin is StateContent before && selected.Content.Origin is StateContent after
            && before.Entries[0].Position == StatePosition.EveryStep
            && after.Entries[0].Position is StatePosition.LastStep or StatePosition.OneStep or StatePosition.LastSteps
            && after.Entries.FirstOrDefault(entry => entry.Node.LengthsInput is not null) is { Node: { LengthsInput: { } lengths } padded })
        {
            throw node.CreateError(
                $"selects steps at the end of the time axis of node '{padded.Name}', where sequences that are shorter according to '{lengths}' "
                + "have no values; supported: the final states, or the last step of each sequence");
        }
    }

    // The number of steps from a step to the end of the sequence.
    private static long? GetDistance(SymbolicInteger step, AxisFactor time)
    {
        if (time.IsMirrored)
            return step.Number is >= 0 and var reverse ? reverse + 1 : null;
        var size = SymbolicInteger.From(time);
        return step.Number < 0 ? -step.Number
            : size.IsKnown == step.IsKnown ? size.Add(step.Multiply(SymbolicInteger.From(-1))).Number is >= 1 and var distance ? distance : null
            : null;
    }

    /// <summary>Several consecutive steps up to the last one, such as the indices -3, -2 and -1. Null if they are others.</summary>
    public static SignalValue? TrySteps(GraphNode node, SignalValue signal, AxisFactor time, IReadOnlyList<SymbolicInteger> indices)
    {
        var size = SymbolicInteger.From(time);
        for (var index = 0; index < indices.Count; index++)
        {
            var fromEnd = index - indices.Count;
            if (indices[index].Number != fromEnd && !indices[index].Equals(size.Add(SymbolicInteger.From(fromEnd))))
                return null;
        }

        return PooledSteps.TrySelect(node, signal, time, indices.Count);
    }
}
