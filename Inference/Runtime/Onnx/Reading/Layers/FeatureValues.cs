namespace MlNetRecurrent.Onnx;

/// <summary>Converts a constant that a node broadcasts over a signal to one value for each feature.</summary>
internal static class FeatureValues
{
    /// <summary>Returns one value for each feature, in the order of the content.</summary>
    /// <param name="node">The node.</param>
    /// <param name="signal">The signal. The content's features must be known, unless the constant is uniform.</param>
    /// <param name="tensor">The constant.</param>
    /// <exception cref="RecurrentModelException">The constant varies along another axis, or changes the shape of the signal.</exception>
    public static float[] Read(GraphNode node, SignalValue signal, ConstantTensor tensor)
    {
        var units = signal.Content.Units;
        var count = units is null ? 1 : (int)units.Aggregate(1L, (product, unit) => product * (unit.Size ?? throw CreateError(node, signal, tensor)));
        node.Budget.Charge([count]);
        CheckShape(node, signal, tensor);
        if (tensor.TryGetUniformElement() is { } element)
            return [.. Enumerable.Repeat(element.Floats[0], count)];
        var strides = GetStrides(node, signal, tensor, units ?? throw CreateError(node, signal, tensor));
        var values = new float[count];
        for (var feature = 0; feature < count; feature++)
        {
            var (rest, index) = (feature, 0);
            foreach (var unit in units.Reverse())
            {
                index += rest % (int)unit.Size!.Value * strides.GetValueOrDefault(unit);
                rest /= (int)unit.Size.Value;
            }

            values[feature] = tensor.Floats[index];
        }

        return values;
    }

    // The constant must not have more axes than the signal, or repeat it along an axis of size 1.
    private static void CheckShape(GraphNode node, SignalValue signal, ConstantTensor tensor)
    {
        var shift = signal.Rank - tensor.Rank;
        for (var axis = 0; axis < tensor.Rank; axis++)
        {
            var dimension = tensor.Dimensions[axis];
            if (dimension != 1 && (axis + shift < 0 || (signal.Axes[axis + shift].Size.Number is { } size && size != dimension)))
                throw CreateError(node, signal, tensor);
        }

        if (shift < 0 || tensor.Count == 0)
            throw CreateError(node, signal, tensor);
    }

    // For each factor of the features, the distance of its values in the constant; 0 if the constant repeats along its axis.
    private static Dictionary<AxisFactor, int> GetStrides(
        GraphNode node, SignalValue signal, ConstantTensor tensor, IReadOnlyList<AxisFactor> units)
    {
        var tensorStrides = ConstantLayout.Strides(tensor.Dimensions);
        var shift = signal.Rank - tensor.Rank;
        var strides = new Dictionary<AxisFactor, int>();
        for (var axis = 0; axis < tensor.Rank; axis++)
        {
            if (tensor.Dimensions[axis] == 1)
                continue;
            var stride = tensorStrides[axis];
            foreach (var factor in signal.Axes[axis + shift].Factors.Reverse())
            {
                if (factor.Size != 1 && !units.Contains(factor))
                    throw CreateError(node, signal, tensor);
                strides[factor] = stride;
                stride *= (int)factor.Size!.Value;
            }
        }

        return strides;
    }

    private static RecurrentModelException CreateError(GraphNode node, SignalValue signal, ConstantTensor tensor) => node.CreateError(
        $"combines {signal.Content.Description} with a constant of shape [{string.Join(", ", tensor.Dimensions)}], "
        + "expected one value for each feature");
}
