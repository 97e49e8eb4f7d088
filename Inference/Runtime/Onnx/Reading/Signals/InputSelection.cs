namespace MlNetRecurrent.Onnx;

/// <summary>
/// Selects some of the features of an input, as a linear layer whose weights are ones and zeros; it is folded into the first weights, so that the
/// weights of the other features are zeros.
/// </summary>
internal static class InputSelection
{
    /// <summary>The maximum number of features of which some are selected.</summary>
    public const int MaxFeatures = 1 << 14;

    /// <summary>Selects the given indices of an axis; null if it is not the last axis of an input without embedding.</summary>
    public static SignalValue? TryChoose(GraphNode node, SignalValue signal, int axis, IReadOnlyList<long> indices)
    {
        var isInput = signal.Content is InputContent { Embedding: null, IsFloat: true } or ChainContent { Origin: InputContent { Embedding: null } };
        if (!isInput
            || signal.Rank < 2
            || axis != signal.Rank - 1
            || indices.Count == 0
            || signal.Axes[axis].Single is not { Size: > 1 and <= MaxFeatures and var size } factor
            || factor.Role is not (AxisRole.Unknown or AxisRole.Feature or AxisRole.Unit)
            || (signal.Content.Units is { } units && !signal.Axes[axis].Is(units)))
        {
            return null;
        }

        var chosen = AxisArguments.GetIndices(node, indices, (int)size);
        var weight = new float[node.Budget.Charge([(int)size, chosen.Length])];
        for (var output = 0; output < chosen.Length; output++)
            weight[(chosen[output] * chosen.Length) + output] = 1;
        return Append(signal, axis, factor, new LinearStep(weight, (int)size, chosen.Length) { IsFixed = true });
    }

    /// <summary>Concatenates selections of the same input along the axis of their features; null if they are something else.</summary>
    public static SignalValue? TryJoin(GraphNode node, IReadOnlyList<SignalValue> parts, int axis)
    {
        if (parts.Any(part => part.Rank < 2 || part.Rank != parts[0].Rank || axis != part.Rank - 1 || GetSelection(part) is null))
            return null;
        if (parts.Any(part => !ContentComparison.HaveSameOrigin(part.Content, parts[0].Content)
            || part.Axes.Where((other, index) => index != axis && !other.Is(parts[0].Axes[index].Factors)).Any()))
        {
            return null;
        }

        var steps = parts.Select(part => GetSelection(part)!).ToList();
        var inputs = steps[0].Inputs;
        if (steps.Any(step => step.Inputs != inputs))
            return null;
        var outputs = checked(steps.Sum(step => step.Outputs));
        var weight = new float[node.Budget.Charge([inputs, outputs])];
        var start = 0;
        foreach (var step in steps)
        {
            for (var index = 0; index < step.Weight.Length; index++)
                weight[(index / step.Outputs * outputs) + start + (index % step.Outputs)] = step.Weight[index];
            start += step.Outputs;
        }

        var input = (InputContent)parts[0].Content.Origin;
        return Append(parts[0] with { Content = input }, axis, input.FeatureFactor!, new LinearStep(weight, inputs, outputs) { IsFixed = true });
    }

    private static LinearStep? GetSelection(SignalValue signal) => signal.Content switch
    {
        ChainContent { Origin: InputContent { FeatureFactor: not null, Embedding: null }, Steps: [LinearStep { IsFixed: true } step] } => step,
        _ => null,
    };

    private static SignalValue Append(SignalValue signal, int axis, AxisFactor factor, LinearStep step)
    {
        var selected = new AxisFactor("selected features", step.Outputs, AxisRole.Unit);
        var origin = signal.Content is InputContent input ? input with { FeatureFactor = input.FeatureFactor ?? factor } : signal.Content;
        return new SignalValue(
            ChainContent.Append(origin, step, [selected]),
            [.. signal.Axes.Select((other, index) => index == axis ? new Axis(selected) : other)]);
    }
}
