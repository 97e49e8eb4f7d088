namespace MlNetRecurrent.Onnx;

/// <summary>The rule for ReduceSum of a mask [batch, time], which gives the lengths of the sequences.</summary>
internal static class MaskRules
{
    /// <summary>The lengths; null if more than one axis of the input may hold time steps.</summary>
    public static DerivedValue? TryCount(GraphNode node)
    {
        var signal = node.Signal(0);
        if (node.GetIntegersOrInput("axes", 1) is not [var requested])
            return null;
        var axis = AxisArguments.Axis(node, requested, signal.Rank);
        var others = signal.Axes.Where((other, index) => index != axis && !other.IsOne).ToList();
        return others.Count <= 1
            && signal.Axes[axis].Single is { } time
            && time.TrySetRole(AxisRole.Time)
            && others.All(other => other.Single?.TrySetRole(AxisRole.Batch) == true)
            ? DerivedValue.TryCreate(signal)
            : null;
    }
}
