namespace MlNetRecurrent.Onnx;

/// <summary>The last steps of a sequence as features: all steps of a fixed window that a network flattens, or a slice of the last ones.</summary>
internal static class PooledSteps
{
    private const int MaxSteps = 65_536;

    /// <summary>
    /// If an axis joins the time steps of a sequence with the features, returns a signal of which the steps are features; otherwise the signal.
    /// </summary>
    public static SignalValue Join(GraphNode node, SignalValue signal, int axis)
    {
        var time = signal.Axes[axis].Factors.FirstOrDefault(factor => factor.Role == AxisRole.Time);
        if (time is null || signal.Content.Origin is not StateContent || signal.Axes[axis].Is(time))
            return signal;
        if (time.Size is not { } count)
            throw node.CreateError($"joins the time axis of {signal.Content.Description} with its features, but the number of steps is not fixed");
        return TrySelect(node, signal, time, count)
            ?? throw node.CreateError($"joins the time steps of {signal.Content.Description}; supported: the states of the last steps, in order");
    }

    /// <summary>Replaces the time axis by the last steps of it; null if that cannot be represented.</summary>
    public static SignalValue? TrySelect(GraphNode node, SignalValue signal, AxisFactor time, long count)
    {
        if (count is < 1 or > MaxSteps || time.IsMirrored)
            return null;
        var steps = new AxisFactor("steps", count, AxisRole.Stack);
        return ChainPooling.TryJoin(signal.Content, steps, time, node.Budget) is { } content
            ? new SignalValue(
                content, [.. signal.Axes.Select(axis => new Axis([.. axis.Factors.Select(factor => factor == time ? steps : factor)]))])
            : null;
    }
}
