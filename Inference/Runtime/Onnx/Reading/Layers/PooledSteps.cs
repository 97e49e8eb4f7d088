namespace MlNetRecurrent.Onnx;

/// <summary>The steps of a fixed window that a network flattens: the last steps, all of them.</summary>
internal static class PooledSteps
{
    private const int MaxSteps = 65_536;

    /// <summary>
    /// If an axis joins the time steps of a sequence with the features, returns a signal of which the steps are features; otherwise the signal.
    /// </summary>
    public static SignalValue Join(GraphNode node, SignalValue signal, int axis)
    {
        var time = signal.Axes[axis].Factors.FirstOrDefault(factor => factor.Role == AxisRole.Time);
        if (time is null || signal.Content.Origin is not StateContent states || signal.Axes[axis].Is(time))
            return signal;
        if (time.Size is not (>= 1 and <= MaxSteps and var count))
            throw node.CreateError($"joins the time axis of {signal.Content.Description} with its features, but the number of steps is not fixed");
        if (states.Entries.Any(entry => entry.Position != StatePosition.EveryStep))
            throw node.CreateError($"joins the time axis of {signal.Content.Description} with its features, which is not supported");
        if (signal.Content is ChainContent)
            throw node.CreateError($"joins the time steps of {signal.Content.Description}; supported: the states of several steps");
        var steps = new AxisFactor("steps", count, AxisRole.Stack);
        var joined = states.AtPosition(StatePosition.LastSteps) with { PooledSteps = steps };
        // TODO mirrored
        return new SignalValue(joined, [.. signal.Axes.Select(other => new Axis([.. other.Factors.Select(factor => factor == time ? steps : factor)]))]);
    }
}
