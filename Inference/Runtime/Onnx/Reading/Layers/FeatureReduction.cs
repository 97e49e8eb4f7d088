namespace MlNetRecurrent.Onnx;

/// <summary>Adds features, such as those of the two directions of a layer, as a linear layer whose weights are ones.</summary>
internal static class FeatureReduction
{
    /// <summary>Sums or averages the features along an axis that holds some of their factors.</summary>
    public static SignalValue Sum(GraphNode node, SignalValue signal, int axis, bool isMean)
    {
        var reduced = signal.Axes[axis].Factors;
        var units = signal.Content.Units!;
        AxisFactor[] kept = [.. units.Where(unit => !reduced.Contains(unit))];
        var inputs = Count(units);
        var outputs = Count(kept);
        var weight = new float[node.Budget.Charge([inputs, outputs])];
        var value = isMean ? 1f / (inputs / outputs) : 1f;
        for (var input = 0; input < inputs; input++)
        {
            var (rest, output, stride) = (input, 0, 1);
            foreach (var unit in units.Reverse())
            {
                var size = (int)unit.Size!.Value;
                if (!reduced.Contains(unit))
                {
                    output += rest % size * stride;
                    stride *= size;
                }

                rest /= size;
            }

            weight[(input * outputs) + output] = value;
        }

        var content = ChainContent.Append(signal.Content, new LinearStep(weight, inputs, outputs) { IsFixed = true }, kept);
        return new SignalValue(content, [.. signal.Axes.Select((other, index) => index == axis ? Axis.One : other)]);
    }

    private static int Count(IEnumerable<AxisFactor> units) =>
        checked((int)units.Aggregate(1L, (product, unit) => checked(product * unit.Size!.Value)));
}
