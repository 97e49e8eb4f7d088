namespace MlNetRecurrent.Onnx;

/// <summary>Turns scaling nodes into (x - mean) / standard deviation.</summary>
internal static class InputScaling
{
    public static InputContent Apply(GraphNode node, SignalValue signal, InputContent input, ConstantTensor tensor)
    {
        var values = tensor.FloatArray;
        node.Budget.Charge([tensor.Count]);
        if (tensor.Count > 1)
        {
            var factor = FindScaledFactor(node, signal, tensor);
            if (input.ScaledFactor is { } other && other != factor)
                throw node.CreateError("scales two axes of the input");
            input = input with { ScaledFactor = factor };
        }

        return node.Operator switch
        {
            "Sub" => input with { Mean = Combine(input.Mean, ScaleShift(input, values), 0, (mean, shift) => mean + shift) },
            "Add" => input with { Mean = Combine(input.Mean, ScaleShift(input, values), 0, (mean, shift) => mean - shift) },
            "Div" => input with { StandardDeviation = Combine(input.StandardDeviation, values, 1, (scale, divisor) => scale * divisor) },
            _ => input with { StandardDeviation = Combine(input.StandardDeviation, values, 1, (scale, multiplier) => scale / multiplier) },
        };
    }

    // (x - m) / d - s = (x - (m + s * d)) / d
    private static float[] ScaleShift(InputContent input, float[] shift) =>
        input.StandardDeviation is { } scale ? Combine(shift, scale, 0, (value, factor) => value * factor) : shift;

    private static float[] Combine(float[]? first, float[] second, float neutral, Func<float, float, float> combine)
    {
        first ??= [neutral];
        var size = Math.Max(first.Length, second.Length);
        return [.. Enumerable.Range(0, size).Select(index => combine(first[first.Length == 1 ? 0 : index], second[second.Length == 1 ? 0 : index]))];
    }

    // The only axis along which the constant varies.
    private static AxisFactor FindScaledFactor(GraphNode node, SignalValue signal, ConstantTensor tensor)
    {
        var longAxes = Enumerable.Range(0, tensor.Rank).Where(axis => tensor.Dimensions[axis] > 1).ToList();
        var axis = longAxes is [var only] ? only + signal.Rank - tensor.Rank : -1;
        return axis >= 0 && signal.Axes[axis].Single is { } factor && factor.TrySetSize(tensor.Count)
            ? factor
            : throw node.CreateError(
                $"scales {signal.Content.Description} by [{string.Join(", ", tensor.Dimensions)}], expected one value for each feature");
    }
}
