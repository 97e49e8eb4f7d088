namespace MlNetRecurrent.Onnx;

/// <summary>
/// Rewrites the steps of a chain with those that a network has: the functions of several nodes become activations, and bounds between other steps
/// become activations with affine maps around them.
/// </summary>
internal static class StepRewriting
{
    /// <summary>Rewrites steps.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="size">The number of features before the first step.</param>
    /// <exception cref="RecurrentModelException">A function is none of the supported activations.</exception>
    public static ChainStep[] Rewrite(IReadOnlyList<ChainStep> steps, int size)
    {
        var rewritten = new List<ChainStep>();
        // Bounds at the end are those of the outputs.
        var end = steps.Count;
        while (end > 0 && steps[end - 1] is BoundStep)
            end--;
        for (var index = 0; index < steps.Count; index++)
        {
            switch (steps[index])
            {
                case ElementwiseStep:
                    var count = CountElementwise(steps, index);
                    rewritten.AddRange(Recognize([.. steps.Skip(index).Take(count)], size));
                    index += count - 1;
                    break;
                case BoundStep bound when index < end:
                    rewritten.AddRange(ToActivation(bound, size));
                    break;
                case AffineStep affine:
                    rewritten.Add(Expand(affine, size));
                    break;
                case LinearStep linear:
                    rewritten.Add(linear);
                    size = linear.Outputs;
                    break;
                case ConvolutionStep convolution:
                    rewritten.Add(convolution);
                    size = convolution.Outputs;
                    break;
                case var step:
                    rewritten.Add(step);
                    break;
            }
        }

        return [.. rewritten.Where(step => step is not AffineStep { Scale: null, Shift: null })];
    }

    /// <summary>The steps of an activation that computes the same as bounds.</summary>
    public static IEnumerable<ChainStep> ToActivation(BoundStep bound, int size)
    {
        var (scale, shift, function, outputScale, outputShift) = bound.AsActivation();
        return [Uniform(scale, shift, size), new ActivationStep(function), Uniform(outputScale, outputShift, size)];
    }

    private static ChainStep[] Recognize(IReadOnlyList<ChainStep> steps, int size)
    {
        var function = ElementwiseRules.TryCompose(steps)!.Value.Function;
        if (ElementwiseFunctions.Recognize(function) is { } known)
            return [new ActivationStep(known.Activation), Uniform((float)known.Factor, 0, size)];
        var node = steps.OfType<ElementwiseStep>().Last().Node;
        throw new RecurrentModelException(ElementwiseFunctions.FindUnsupported(function) is { } name
            ? $"{node}: computes {name}, which is not a supported activation."
            : $"{node}: computes a function that is not a supported activation.");
    }

    // The steps up to the last part of the function; scales after it are no part of it.
    private static int CountElementwise(IReadOnlyList<ChainStep> steps, int start)
    {
        var last = start;
        for (var index = start; index < steps.Count; index++)
        {
            if (steps[index] is not (AffineStep { Uniform: not null } or ActivationStep or BoundStep or ElementwiseStep))
                break;
            last = steps[index] is ElementwiseStep ? index : last;
        }

        return last - start + 1;
    }

    // A constant of the input whose number of features was not known yet has one value for all.
    private static AffineStep Expand(AffineStep affine, int size)
    {
        return new AffineStep(ToSize(affine.Scale), ToSize(affine.Shift));

        float[]? ToSize(float[]? values) => values is [var value] && size != 1 ? [.. Enumerable.Repeat(value, size)] : values;
    }

    private static AffineStep Uniform(float scale, float shift, int size) => new(
        scale == 1 ? null : [.. Enumerable.Repeat(scale, size)],
        shift == 0 ? null : [.. Enumerable.Repeat(shift, size)]);
}
