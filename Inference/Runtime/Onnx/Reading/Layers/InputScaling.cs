namespace MlNetRecurrent.Onnx;

/// <summary>Turns scaling nodes on the input into (x - mean) / standard deviation.</summary>
internal static class InputScaling
{
    /// <summary>Adds a constant, times a sign of 1 or -1; returns null if the content is not the input or has an embedding.</summary>
    public static InputContent? TryShift(GraphNode node, SignalValue signal, ConstantTensor tensor, float sign)
    {
        if (signal.Content is not InputContent { Embedding: null } input)
            return null;
        input = WithFeatureFactor(node, signal, input, tensor);
        var shift = input.StandardDeviation is { } scale
            ? Combine(tensor.FloatArray, scale, 0, (value, factor) => value * factor)
            : tensor.FloatArray;
        // (x - m) / d + s = (x - (m - s * d)) / d
        return input with { Mean = Combine(input.Mean, shift, 0, (mean, value) => sign > 0 ? mean - value : mean + value) };
    }

    /// <summary>
    /// Multiplies by a constant, or divides by it; returns null if the content is not the input, has an embedding, or if the constant has zeros.
    /// </summary>
    public static InputContent? TryScale(GraphNode node, SignalValue signal, ConstantTensor tensor, bool isDivision)
    {
        if (signal.Content is not InputContent { Embedding: null } input || tensor.Floats.Contains(0f))
            return null;
        input = WithFeatureFactor(node, signal, input, tensor);
        return input with
        {
            StandardDeviation = Combine(
                input.StandardDeviation, tensor.FloatArray, 1, (scale, value) => isDivision ? scale * value : scale / value),
        };
    }

    /// <summary>Records the axis along which a constant varies as that of the features.</summary>
    public static InputContent WithFeatureFactor(GraphNode node, SignalValue signal, InputContent input, ConstantTensor tensor)
    {
        node.Budget.Charge([tensor.Count]);
        if (tensor.Count == 1)
            return input;
        var factor = FindFeatureFactor(node, signal, tensor);
        return input.FeatureFactor is { } other && other != factor
            ? throw node.CreateError("scales two axes of the input")
            : input with { FeatureFactor = factor };
    }

    private static float[] Combine(float[]? first, float[] second, float neutral, Func<float, float, float> combine)
    {
        first ??= [neutral];
        var size = Math.Max(first.Length, second.Length);
        return [.. Enumerable.Range(0, size).Select(index => combine(first[first.Length == 1 ? 0 : index], second[second.Length == 1 ? 0 : index]))];
    }

    /// <summary>The only axis along which a constant varies.</summary>
    public static AxisFactor FindFeatureFactor(GraphNode node, SignalValue signal, ConstantTensor tensor)
    {
        var longAxes = Enumerable.Range(0, tensor.Rank).Where(axis => tensor.Dimensions[axis] > 1).ToList();
        var axis = longAxes is [var only] ? only + signal.Rank - tensor.Rank : -1;
        return axis >= 0 && signal.Axes[axis].Single is { } factor && factor.TrySetSize(tensor.Count)
            ? factor
            : throw node.CreateError(
                $"scales {signal.Content.Description} by [{string.Join(", ", tensor.Dimensions)}], expected one value for each feature");
    }
}
