namespace MlNetRecurrent.Onnx;

/// <summary>The axes of a node such as ReduceMean.</summary>
internal static class ReductionAxes
{
    /// <summary>The axes that a node reduces: an attribute or, depending on the operator and the opset, an input; all axes if omitted.</summary>
    public static int[] Read(GraphNode node, int rank)
    {
        if (node.GetIntegersOrInput("axes", 1) is not { Count: > 0 } axes)
            return node.GetInteger("noop_with_empty_axes") == 1 ? [] : [.. Enumerable.Range(0, rank)];
        int[] sorted = [.. axes.Select(axis => AxisArguments.Axis(node, axis, rank)).Distinct().Order()];
        return sorted;
    }

    /// <summary>Replaces the reduced axes by axes of size 1, or removes them if the node does not keep them.</summary>
    public static SignalValue Reduce(GraphNode node, SignalValue signal, IReadOnlyCollection<int> axes) => signal with
    {
        Axes = node.GetInteger("keepdims") == 0
            ? [.. signal.Axes.Where((_, axis) => !axes.Contains(axis))]
            : [.. signal.Axes.Select((other, axis) => axes.Contains(axis) ? Axis.One : other)],
    };
}
