namespace MlNetRecurrent.Onnx;

/// <summary>
/// Rules for layer normalization that is written as several nodes: mean, difference, variance, epsilon, square root, quotient, scale and shift.
/// </summary>
internal static class MomentRules
{
    /// <summary>The mean of the features, or their variance if the values are squared differences from the mean.</summary>
    public static SignalValue Mean(GraphNode node, SignalValue signal, int axis)
    {
        if (node.Operator != "ReduceMean")
            throw node.CreateError($"reduces the features of {signal.Content.Description}; supported: their mean in a layer normalization");
        var (content, kind) = (signal.Content, MomentKind.Mean);
        var steps = content.Steps;
        if (steps is [.., CenterStep, ElementwiseStep square] && ElementwiseFunctions.IsSquare(square.Function))
        {
            content = ChainContent.Create(content.Origin, [.. steps.SkipLast(2)], content.Units);
            kind = MomentKind.Variance;
        }

        var moment = new MomentContent(content, signal.Axes, kind);
        return new SignalValue(moment, [.. signal.Axes.Select((other, index) => index == axis ? Axis.One : other)]);
    }

    /// <summary>Applies a node with a moment as an input; returns null if it is no part of a layer normalization.</summary>
    public static SignalValue? TryApply(GraphNode node)
    {
        var signals = node.Inputs.OfType<SignalValue>().ToList();
        if (signals is [var single])
            return single.Content is MomentContent moment ? WithConstant(node, single, moment) : WithConstant(node, single);
        return signals is [var first, var second] ? Combine(node, first, second) : null;
    }

    // Epsilon, square root and reciprocal; the scale of Keras, which belongs to the reciprocal.
    private static SignalValue? WithConstant(GraphNode node, SignalValue signal, MomentContent moment)
    {
        var tensor = node.Inputs.OfType<ConstantValue>().FirstOrDefault()?.Tensor;
        var number = tensor is { IsFloat: true } ? tensor.TryGetUniformElement()?.Floats[0] : null;
        MomentContent? result = (node.Operator, moment.Kind) switch
        {
            ("Add", MomentKind.Variance) when number is { } epsilon =>
                moment with { Epsilon = moment.Epsilon + NormalizationRules.ToDouble(epsilon) },
            ("Sqrt", MomentKind.Variance) => moment with { Kind = MomentKind.Deviation },
            ("Pow", MomentKind.Variance) when number == 0.5f => moment with { Kind = MomentKind.Deviation },
            ("Pow", MomentKind.Variance) when number == -0.5f => moment with { Kind = MomentKind.Reciprocal },
            ("Reciprocal", MomentKind.Deviation) => moment with { Kind = MomentKind.Reciprocal },
            ("Div", MomentKind.Deviation) when number == 1 && node.Input(0) is ConstantValue => moment with { Kind = MomentKind.Reciprocal },
            ("Mul", MomentKind.Reciprocal) when tensor is { IsFloat: true } && moment.Scale is null =>
                moment with { Scale = FeatureValues.Read(node, moment.ToValues(), tensor) },
            _ => null,
        };
        return result is null ? null : signal with
        {
            Content = result,
            Axes = result.Scale is null ? signal.Axes : moment.ValueAxes,
        };
    }

    // shift - mean / deviation * scale, and the like.
    private static SignalValue? WithConstant(GraphNode node, SignalValue signal)
    {
        if (signal.Content is not NormalizedContent normalized
            || node.Inputs.OfType<ConstantValue>().FirstOrDefault()?.Tensor is not { IsFloat: true } tensor)
        {
            return null;
        }

        var values = FeatureValues.Read(node, normalized.ToValues(signal.Axes), tensor);
        var isFirst = node.Input(0) is ConstantValue;
        return node.Operator switch
        {
            "Add" => signal with { Content = normalized.Add(values, 1) },
            "Sub" when isFirst => signal with { Content = normalized.Negate().Add(values, 1) },
            "Sub" => signal with { Content = normalized.Add(values, -1) },
            _ => null,
        };
    }

    private static SignalValue? Combine(GraphNode node, SignalValue first, SignalValue second)
    {
        switch (node.Operator, first.Content, second.Content)
        {
            case ("Sub", var values, MomentContent { Kind: MomentKind.Mean } mean) when ReferenceEquals(values, mean.Values):
                return first with { Content = ChainContent.Append(values, new CenterStep()) };
            case ("Div", { Steps: [.., CenterStep] } centered, MomentContent { Kind: MomentKind.Deviation } deviation)
                when IsCentered(centered, deviation):
                return Finish(node, first, deviation);
            case ("Mul", { Steps: [.., CenterStep] } centered, MomentContent { Kind: MomentKind.Reciprocal } reciprocal)
                when IsCentered(centered, reciprocal):
                return Finish(node, first, reciprocal);
            case ("Mul", MomentContent { Kind: MomentKind.Reciprocal }, { Steps: [.., CenterStep] }):
                return Combine(node, second, first);
            case ("Mul", MomentContent { Kind: MomentKind.Reciprocal } reciprocal, MomentContent { Kind: MomentKind.Mean } mean)
                when ReferenceEquals(reciprocal.Values, mean.Values):
                return new SignalValue(NormalizedContent.OfMean(reciprocal), reciprocal.ValueAxes);
            case ("Mul", MomentContent { Kind: MomentKind.Mean }, MomentContent { Kind: MomentKind.Reciprocal }):
                return Combine(node, second, first);
            case ("Mul", MomentContent { Kind: MomentKind.Reciprocal } reciprocal, var values) when ReferenceEquals(values, reciprocal.Values):
                return new SignalValue(NormalizedContent.OfValues(reciprocal), reciprocal.ValueAxes);
            case ("Mul", _, MomentContent { Kind: MomentKind.Reciprocal } reciprocal) when ReferenceEquals(first.Content, reciprocal.Values):
                return Combine(node, second, first);
            case ("Add" or "Sub", NormalizedContent one, NormalizedContent other) when ReferenceEquals(one.Values, other.Values):
                return Finish(node, first, node.Operator == "Sub" ? one.Add(other.Negate()) : one.Add(other));
            default:
                return null;
        }
    }

    private static bool IsCentered(SignalContent centered, MomentContent moment) => ContentComparison.AreSame(
        ChainContent.Create(centered.Origin, [.. centered.Steps.SkipLast(1)], centered.Units), moment.Values);

    private static SignalValue Finish(GraphNode node, SignalValue centered, MomentContent moment)
    {
        var size = (int)moment.Values.Units!.Aggregate(1L, (product, unit) => product * unit.Size!.Value);
        node.Budget.Charge([size]);
        float[] scale = moment.Scale ?? [.. Enumerable.Repeat(1f, size)];
        return NormalizationRules.Append(node, centered with { Content = moment.Values }, scale, new float[size], moment.Epsilon);
    }

    private static SignalValue Finish(GraphNode node, SignalValue signal, NormalizedContent sum) => sum.IsNormalization
        ? NormalizationRules.Append(
            node, signal with { Content = sum.Values }, sum.ValueScale!, sum.Shift ?? new float[sum.ValueScale!.Length], sum.Epsilon)
        : signal with { Content = sum };
}
