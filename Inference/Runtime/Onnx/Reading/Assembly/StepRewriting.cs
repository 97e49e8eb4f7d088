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
                    rewritten.AddRange(Recognize(steps, ref index, size));
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

    // The parts of a function end with the first one that completes an activation; scales before and after it are no part of it.
    private static ChainStep[] Recognize(IReadOnlyList<ChainStep> steps, ref int index, int size)
    {
        var start = index;
        Func<double, double>? function = null;
        var last = (ElementwiseStep)steps[start];
        for (var end = start; end < steps.Count && IsElementwise(steps[end]); end++)
        {
            if (steps[end] is not ElementwiseStep part)
                continue;
            (function, last) = (ElementwiseRules.TryCompose(steps.Skip(start).Take(end + 1 - start))!.Value.Function, part);
            if (ElementwiseFunctions.Recognize(function) is { } known)
            {
                index = end;
                return [new ActivationStep(known.Activation), Uniform((float)known.Factor, 0, size)];
            }
        }

        throw new RecurrentModelException(ElementwiseFunctions.FindUnsupported(function!) is { } name
            ? $"{last.Node}: computes {name}, which is not a supported activation."
            : $"{last.Node}: computes a function that is not a supported activation.");
    }

    private static bool IsElementwise(ChainStep step) =>
        step is AffineStep { Uniform: not null } or ActivationStep or BoundStep or ElementwiseStep;

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
