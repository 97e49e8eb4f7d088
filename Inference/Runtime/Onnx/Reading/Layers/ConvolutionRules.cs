namespace MlNetRecurrent.Onnx;

/// <summary>The rule for Conv: a convolution over time of the input or of hidden states at every step.</summary>
internal static class ConvolutionRules
{
    private const int MaxKernelSize = 1024;

    /// <summary>
    /// Applies a convolution of [batch, features, time] or, in files of programs that have 2-D convolutions only, with a further axis of size 1
    /// beside time.
    /// </summary>
    public static SignalValue Convolve(GraphNode node)
    {
        var signal = node.Signal(0);
        var weight = node.Constant(1);
        if (!weight.IsFloat || weight.Rank != signal.Rank || weight.Rank is not (3 or 4) || weight.Count == 0)
        {
            throw node.CreateError(
                $"convolves {signal.Content.Description} of {signal.Rank} axes with a weight of shape [{string.Join(", ", weight.Dimensions)}]; "
                + "supported: convolutions over time, [outputs, inputs, kernel]");
        }

        if (node.GetInteger("group") is not (null or 1) and var groups)
            throw node.CreateError($"attribute 'group' is {groups}, expected 1");
        var (axis, spatial) = FindTime(node, signal, weight);
        CheckOnes(node, "strides");
        CheckOnes(node, "dilations");
        var kernel = weight.Dimensions[axis];
        if (kernel > MaxKernelSize)
            throw node.CreateError($"has a kernel of {kernel} steps, expected at most {MaxKernelSize}");
        var (before, after) = Padding(node, spatial, signal.Rank - 2, kernel);
        if (signal.Axes[axis].Single is not { } time || !time.TrySetRole(AxisRole.Time))
            throw node.CreateError($"convolves along axis {axis} of {signal.Content.Description}, which is not time");
        if (time.IsMirrored)
            throw node.CreateError("convolves a sequence in reverse order, which is not supported");
        if (signal.Content.Origin is StateContent states && states.Entries.Any(entry => entry.Position != StatePosition.EveryStep))
            throw node.CreateError($"convolves {signal.Content.Description}, expected a sequence of them");
        if (signal.Content.Steps is [.., SoftmaxStep])
            throw node.CreateError($"is not supported on {signal.Content.Description}");
        var (inputs, outputs) = (weight.Dimensions[1], weight.Dimensions[0]);
        var features = FeatureAxis.Require(node, signal, 1, inputs);
        if (features.Size != inputs || features.Rows is not null)
            throw node.CreateError($"the weight has {inputs} inputs, but {signal.Content.Description} has {features.Size} features");
        var unit = new AxisFactor("outputs", outputs, AxisRole.Unit);
        var content = kernel == 1
            ? ChainContent.Append(signal.Content, new LinearStep(Transpose(node, weight.FloatArray, outputs, inputs), inputs, outputs), [unit])
            : ChainContent.Append(signal.Content, new ConvolutionStep(weight.FloatArray, inputs, outputs, kernel, before, after), [unit]);
        if (node.OptionalConstant(2) is { } bias)
        {
            content = bias.IsFloat && bias.Count == outputs
                ? ChainContent.Append(content, new AffineStep(null, bias.FloatArray))
                : throw node.CreateError($"adds a bias of shape [{string.Join(", ", bias.Dimensions)}], expected [{outputs}]");
        }

        var lost = kernel - 1 - before - after;
        var convolved = lost == 0 ? time : new AxisFactor(time.Name, time.Size - lost, AxisRole.Time);
        if (convolved.Size < 1)
            throw node.CreateError($"has a kernel of {kernel} steps for a sequence of {time.Size}");
        return new SignalValue(content, [.. signal.Axes.Select((other, index) =>
            index == 1 ? new Axis(unit) : index == axis ? new Axis(convolved) : other)]);
    }

    // The only axis along which the kernel or the signal extends.
    private static (int Axis, int Spatial) FindTime(GraphNode node, SignalValue signal, ConstantTensor weight)
    {
        int[] extended = [.. Enumerable.Range(2, signal.Rank - 2).Where(axis => weight.Dimensions[axis] > 1 || !signal.Axes[axis].IsOne)];
        return extended switch
        {
            [var axis] => (axis, axis - 2),
            [] => (signal.Rank - 1, signal.Rank - 3),
            _ => throw node.CreateError("convolves two axes; supported: convolutions over time alone"),
        };
    }

    private static void CheckOnes(GraphNode node, string name)
    {
        if (node.GetIntegers(name) is { } values && values.Any(value => value != 1))
            throw node.CreateError($"attribute '{name}' is [{string.Join(", ", values)}]; supported: 1");
    }

    private static (int Before, int After) Padding(GraphNode node, int spatial, int axes, int kernel)
    {
        switch (node.GetString("auto_pad"))
        {
            case "VALID":
                return (0, 0);
            case "SAME_UPPER":
                return ((kernel - 1) / 2, kernel / 2);
            case "SAME_LOWER":
                return (kernel / 2, (kernel - 1) / 2);
            case null or "NOTSET":
                break;
            case var other:
                throw node.CreateError($"attribute 'auto_pad' is '{other}', expected NOTSET, VALID, SAME_UPPER or SAME_LOWER");
        }

        if (node.GetIntegers("pads") is not { } pads)
            return (0, 0);
        if (pads.Count != 2 * axes || pads.Where((pad, index) => index % axes != spatial && pad != 0).Any())
            throw node.CreateError($"attribute 'pads' is [{string.Join(", ", pads)}]; supported: padding of the time axis");
        var (before, after) = (pads[spatial], pads[axes + spatial]);
        return before >= 0 && after >= 0 && before < kernel && after < kernel
            ? ((int)before, (int)after)
            : throw node.CreateError($"attribute 'pads' is [{string.Join(", ", pads)}], expected less than the kernel of {kernel} steps");
    }

    private static float[] Transpose(GraphNode node, float[] weight, int outputs, int inputs)
    {
        var transposed = new float[node.Budget.Charge([inputs, outputs])];
        for (var index = 0; index < weight.Length; index++)
            transposed[(index % inputs * outputs) + (index / inputs)] = weight[index];
        return transposed;
    }
}
