namespace MlNetRecurrent.Onnx;

/// <summary>The axis of a signal that holds its features.</summary>
/// <param name="Units">The factors of the features, in the order of the content.</param>
/// <param name="Size">The number of features.</param>
/// <param name="Rows">For each feature of the content its index along the axis; null if both have the same order.</param>
internal sealed record FeatureAxis(IReadOnlyList<AxisFactor> Units, int Size, int[]? Rows)
{
    /// <summary>Returns the features that an axis holds.</summary>
    /// <param name="node">The node that computes something from the features.</param>
    /// <param name="signal">The signal.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="size">The number of features that the weights of the node expect, or null if they do not determine it.</param>
    /// <exception cref="RecurrentModelException">The axis holds something else.</exception>
    public static FeatureAxis Require(GraphNode node, SignalValue signal, int axis, int? size)
    {
        var factors = signal.Axes[axis].Factors;
        if (signal.Content.Origin is InputContent && (signal.Content.Units is null || factors.Any(factor => factor.Role == AxisRole.Unknown)))
            SetFeatures(node, signal, axis, size);
        IReadOnlyList<AxisFactor> units = signal.Content.Units
            ?? (signal.Axes[axis].Single is { } single ? [single] : throw CreateError(node, signal, axis));
        if (signal.Axes[axis].Size.Number is not { } count || count > int.MaxValue || !signal.Axes[axis].HasAllOf(units))
            throw CreateError(node, signal, axis);
        return new FeatureAxis(units, (int)count, signal.Axes[axis].Is(units) ? null : Reorder([.. factors], units, (int)count));
    }

    /// <summary>The elements of a tensor, whose first axis follows the axis of the signal, in the order of the content.</summary>
    public ConstantTensor Arrange(GraphNode node, ConstantTensor tensor) => Rows is null ? tensor : ConstantLayout.Pick(node, tensor, 0, Rows);

    // The first layer determines which axis of the input holds the features, and how many there are.
    private static void SetFeatures(GraphNode node, SignalValue signal, int axis, int? size)
    {
        if (signal.Axes[axis].Single is not { } factor || (size is { } count && !factor.TrySetSize(count)))
            throw CreateError(node, signal, axis);
        if (factor.Role != AxisRole.Unit && !factor.TrySetRole(AxisRole.Feature))
            throw CreateError(node, signal, axis);
    }

    // For each feature, in the order of the units, its row-major index among the factors of the axis.
    private static int[] Reorder(AxisFactor[] factors, IReadOnlyList<AxisFactor> units, int count)
    {
        var strides = new Dictionary<AxisFactor, int>();
        var stride = 1;
        foreach (var factor in factors.Reverse())
        {
            strides[factor] = stride;
            stride *= (int)factor.Size!.Value;
        }

        var rows = new int[count];
        for (var feature = 0; feature < count; feature++)
        {
            var rest = feature;
            foreach (var unit in units.Reverse().Where(unit => unit.Size != 1))
            {
                rows[feature] += rest % (int)unit.Size!.Value * strides[unit];
                rest /= (int)unit.Size.Value;
            }
        }

        return rows;
    }

    private static RecurrentModelException CreateError(GraphNode node, SignalValue signal, int axis) =>
        node.CreateError($"computes along axis {axis} of {signal.Content.Description}, which does not hold the features of a time step");
}
