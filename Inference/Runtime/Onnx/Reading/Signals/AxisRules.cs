namespace MlNetRecurrent.Onnx;

/// <summary>Rules for Transpose, Squeeze and Unsqueeze of a signal.</summary>
internal static class AxisRules
{
    public static SignalValue Transpose(GraphNode node)
    {
        var signal = node.Signal(0);
        return signal with { Axes = [.. AxisArguments.Permutation(node, signal.Rank).Select(axis => signal.Axes[axis])] };
    }

    public static SignalValue Squeeze(GraphNode node)
    {
        var signal = node.Signal(0);
        var axes = AxisArguments.GetAxes(node, signal.Rank) ?? [.. Enumerable.Range(0, signal.Rank).Where(axis => signal.Axes[axis].IsOne)];
        foreach (var axis in axes)
        {
            if (!signal.Axes[axis].IsOne)
                throw node.CreateError($"removes axis {axis} of {signal.Content.Description}, whose size is {signal.Axes[axis].Size}, not 1");
        }

        return signal with { Axes = [.. signal.Axes.Where((_, axis) => !axes.Contains(axis))] };
    }

    public static SignalValue Unsqueeze(GraphNode node)
    {
        var signal = node.Signal(0);
        var axes = signal.Axes.ToList();
        foreach (var axis in AxisArguments.GetAxes(node, AxisArguments.UnsqueezedRank(node, signal.Rank))!)
            axes.Insert(axis, Axis.One);
        return signal with { Axes = axes };
    }
}
