namespace MlNetRecurrent.Onnx;

/// <summary>Selects a time step of the hidden states, or of what a chain computes from them at every step.</summary>
internal static class TimeSelection
{
    /// <summary>Y[-1], Y[time - 1] or Y[0]; in reverse order, the last step is the first. Null if the selection cannot be represented.</summary>
    public static SignalValue? TryStep(SignalValue signal, int axis, AxisFactor time, SymbolicInteger step)
    {
        var last = step.Number == -1 || step.Equals(SymbolicInteger.From(time).Add(SymbolicInteger.From(-1)));
        if (!last && step.Number != 0)
            return null;
        var position = last != time.IsMirrored ? StatePosition.LastStep : StatePosition.FirstStep;
        return ChainPooling.TryMove(signal.Content, position) is { } content
            ? new SignalValue(content, [.. signal.Axes.Select((other, index) => index == axis ? Axis.One : other)])
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
