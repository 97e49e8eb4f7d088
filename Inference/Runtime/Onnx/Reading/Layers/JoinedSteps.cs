namespace MlNetRecurrent.Onnx;

/// <summary>
/// Joins the steps of a sequence that a graph selects one by one, computes with the same weights and concatenates, as tf2onnx writes a layer that
/// Keras applies at every step.
/// </summary>
internal static class JoinedSteps
{
    /// <summary>Joins all steps, or the last ones in order; null if the parts are something else.</summary>
    public static SignalValue? TryJoin(GraphNode node, IReadOnlyList<SignalValue> parts, int axis)
    {
        var first = parts[0];
        if (first.Content.Origin is not StateContent { SelectedStep: { } selected } states || first.Content.Units is not { } units)
            return null;
        var isNewAxis = first.Axes[axis].Factors.Count == 0 && !parts.Any(part => part.Axes[axis].Factors.Count > 0);
        if (!isNewAxis && !first.Axes[axis].Is(units))
            return null;
        for (var index = 0; index < parts.Count; index++)
        {
            var (part, content) = (parts[index], parts[index].Content);
            if (part.Rank != first.Rank
                || content.Origin is not StateContent { SelectedStep: { } step, PooledSteps: null } other
                || step != (selected.Time, parts.Count - index)
                || !other.AtPosition(StatePosition.EveryStep).Entries.SequenceEqual(states.AtPosition(StatePosition.EveryStep).Entries)
                || !StepComparison.AreSame(first.Content.Steps, content.Steps)
                || !HasSameLayout(first, part))
            {
                return null;
            }
        }

        var time = selected.Time;
        var whole = ChainContent.Create(
            states.AtPosition(StatePosition.EveryStep) with { SelectedStep = null }, [.. first.Content.Steps], units);
        AxisFactor[] rest = isNewAxis ? [] : [.. units];
        var joined = new SignalValue(
            whole, [.. first.Axes.Select((other, index) => index == axis ? new Axis([time, .. rest]) : other)]);
        return time.Size == parts.Count ? joined : PooledSteps.TrySelect(node, joined, time, parts.Count);
    }

    // The outputs of a layer are different factors in each part.
    private static bool HasSameLayout(SignalValue first, SignalValue part)
    {
        var (units, others) = (first.Content.Units!, part.Content.Units!);
        return units.Count == others.Count
            && units.Zip(others).All(pair => pair.First.Size == pair.Second.Size)
            && first.Axes.Zip(part.Axes).All(pair => pair.First.Is(pair.Second.Factors.Select(factor =>
                Enumerable.Range(0, others.Count).Where(index => others[index] == factor).Select(index => units[index]).FirstOrDefault(factor))));
    }
}
