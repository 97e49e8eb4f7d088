namespace MlNetRecurrent.Onnx;

/// <summary>Pools a chain by pooling the states from which it is computed, where that gives the same values.</summary>
internal static class ChainPooling
{
    /// <summary>
    /// The content at another position of time; null if it is not computed from states at every step, or if pooling changes its values.
    /// </summary>
    public static SignalContent? TryMove(SignalContent content, StatePosition position, (AxisFactor Time, long FromEnd)? selected = null)
    {
        if (content.Origin is not StateContent states || states.Entries.Any(entry => entry.Position != StatePosition.EveryStep))
            return null;
        return content.Steps.All(step => AllowsPooling(step, position))
            ? ChainContent.Create(
                states.AtPosition(position) with { SelectedStep = selected }, [.. content.Steps.Select(MarkPrecedence)], content.Units)
            : null;
    }

    /// <summary>
    /// The content at several last steps, concatenated; null if it is not computed from states at every step. What was computed for each step becomes
    /// a computation for all of them: the weights of a linear layer are repeated for each step.
    /// </summary>
    /// <param name="content">The content.</param>
    /// <param name="steps">The factor that enumerates the steps.</param>
    /// <param name="time">The time axis.</param>
    /// <param name="budget">Limits the size of the weights.</param>
    public static SignalContent? TryJoin(SignalContent content, AxisFactor steps, AxisFactor time, FoldingBudget budget)
    {
        if (content.Origin is not StateContent states || states.Entries.Any(entry => entry.Position != StatePosition.EveryStep))
            return null;
        var count = (int)steps.Size!.Value;
        var joined = new List<ChainStep>();
        foreach (var step in content.Steps)
        {
            if (Repeat(step, count, budget) is not { } repeated)
                return null;
            joined.Add(repeated);
        }

        var origin = states.AtPosition(StatePosition.LastSteps) with { PooledSteps = steps, SelectedStep = (time, count) };
        return ChainContent.Create(origin, joined, content.Units is null ? null : [steps, .. content.Units]);
    }

    // A step is computed for each time step alone, so that a selected step is the same before and after it. The mean of an affine map is the map of
    // the mean, and the maximum of an increasing map is the map of the maximum.
    private static bool AllowsPooling(ChainStep step, StatePosition position) => (step, position) switch
    {
        (ConvolutionStep, _) => false,
        (NormalizationStep, _) => true,
        (_, StatePosition.LastStep or StatePosition.FirstStep or StatePosition.OneStep) => true,
        (LinearStep or AffineStep, StatePosition.Mean) => true,
        (AffineStep affine, StatePosition.Maximum) => affine.Scale is null || affine.Scale.All(scale => scale > 0),
        _ => false,
    };

    private static ChainStep MarkPrecedence(ChainStep step) =>
        step is NormalizationStep normalization ? normalization with { PrecedesPooling = true } : step;

    private static ChainStep? Repeat(ChainStep step, int count, FoldingBudget budget)
    {
        switch (step)
        {
            case LinearStep linear:
                var (inputs, outputs) = (checked(linear.Inputs * count), checked(linear.Outputs * count));
                var weight = new float[budget.Charge([inputs, outputs])];
                for (var index = 0; index < linear.Weight.Length; index++)
                {
                    var (row, column) = (index / linear.Outputs, index % linear.Outputs);
                    for (var block = 0; block < count; block++)
                        weight[((((block * linear.Inputs) + row) * count) + block) * linear.Outputs + column] = linear.Weight[index];
                }

                return linear with { Weight = weight, Inputs = inputs, Outputs = outputs };
            case AffineStep affine:
                return new AffineStep(Tile(affine.Scale), Tile(affine.Shift));
            case NormalizationStep normalization:
                return normalization with { PrecedesPooling = true };
            case ActivationStep or BoundStep or ElementwiseStep:
                return step;
            default:
                return null;
        }

        float[]? Tile(float[]? values)
        {
            if (values is null)
                return null;
            budget.Charge([values.Length, count]);
            return [.. Enumerable.Repeat(values, count).SelectMany(part => part)];
        }
    }
}
