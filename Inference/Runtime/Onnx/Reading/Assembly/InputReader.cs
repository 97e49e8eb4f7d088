namespace MlNetRecurrent.Onnx;

/// <summary>Reads the number of features and their scale from the input of the first layer.</summary>
internal static class InputReader
{
    /// <summary>
    /// Returns the number of values per time step of the input, their scale or null, and the steps between the scaled input and the first layer.
    /// </summary>
    public static (int Features, AffineScale? Scale, IReadOnlyList<ChainStep> Steps) Read(LayerStack layers)
    {
        var input = layers.Input;
        var node = layers.Layers[0][0].Node;
        var steps = node.Source.Steps;
        if (input.Embedding is not null)
            return (1, null, steps);
        if (input.FeatureFactor is { Role: not AxisRole.Feature })
            throw new RecurrentModelException($"Input '{input.Name}' is scaled along an axis that does not hold its features.");
        var features = steps.Select(step => step switch
        {
            LinearStep linear => linear.Inputs,
            ConvolutionStep convolution => convolution.Inputs,
            _ => (int?)null,
        }).FirstOrDefault(size => size is not null) ?? node.InputSize;
        if (input.Mean is null && input.StandardDeviation is null)
            return (features, null, steps);
        var scale = new AffineScale(ToFeatures(input.Mean ?? [0]), ToFeatures(input.StandardDeviation ?? [1]));
        // Other scales are folded into the first weights: (x - m) / s = x * (1 / s) - m / s
        return scale.StandardDeviation.All(divisor => divisor > 0)
            ? (features, scale, steps)
            : (features, null, [
                new AffineStep(
                    [.. scale.StandardDeviation.Select(divisor => 1 / divisor)],
                    [.. scale.Mean.Zip(scale.StandardDeviation, (mean, divisor) => -mean / divisor)]),
                .. steps]);

        float[] ToFeatures(float[] values) => values.Length == 1 ? [.. Enumerable.Repeat(values[0], features)]
            : values.Length == features ? values
            : throw new RecurrentModelException($"Input '{input.Name}' is scaled by {values.Length} values, but has {features} features.");
    }
}
