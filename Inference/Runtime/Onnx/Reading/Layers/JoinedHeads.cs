namespace MlNetRecurrent.Onnx;

/// <summary>Joins linear layers of the same values, whose outputs a graph concatenates, to one layer.</summary>
internal static class JoinedHeads
{
    /// <summary>Joins the layers; null if the parts are something else, or differ in their activations.</summary>
    public static SignalValue? TryJoin(GraphNode node, IReadOnlyList<SignalValue> parts, int axis)
    {
        var first = parts[0];
        if (parts.Any(part => part.Rank != first.Rank
            || part.Content is not ChainContent { Units: { } units }
            || !part.Axes[axis].Is(units)
            || !ContentComparison.HaveSameOrigin(part.Content, first.Content)
            || part.Axes.Where((other, index) => index != axis && !other.Is(first.Axes[index].Factors)).Any()))
        {
            return null;
        }

        var common = 0;
        while (parts.All(part => common < part.Content.Steps.Count && ReferenceEquals(part.Content.Steps[common], first.Content.Steps[common])))
            common++;
        var count = first.Content.Steps.Count - common;
        var tails = parts.Select(part => part.Content.Steps.Skip(common).ToArray()).ToList();
        if (tails.Any(tail => tail is not [LinearStep, ..] || tail.Length != count))
            return null;
        var outputs = tails.Sum(tail => ((LinearStep)tail[0]).Outputs);
        var joined = new List<ChainStep>(first.Content.Steps.Take(common)) { Columns(node, [.. tails.Select(tail => (LinearStep)tail[0])], outputs) };
        for (var index = 1; index < count; index++)
        {
            if (Join(node, [.. tails.Select(tail => tail[index])], outputs) is not { } step)
                return null;
            joined.Add(step);
        }

        var unit = new AxisFactor("outputs", outputs, AxisRole.Unit);
        return new SignalValue(
            ChainContent.Create(first.Content.Origin, joined, [unit]),
            [.. first.Axes.Select((other, position) => position == axis ? new Axis(unit) : other)]);
    }

    // [W1 | W2 | ...]
    private static LinearStep Columns(GraphNode node, LinearStep[] parts, int outputs)
    {
        var inputs = parts[0].Inputs;
        var weight = new float[node.Budget.Charge([inputs, outputs])];
        var start = 0;
        foreach (var part in parts)
        {
            for (var row = 0; row < inputs; row++)
                part.Weight.AsSpan(row * part.Outputs, part.Outputs).CopyTo(weight.AsSpan((row * outputs) + start));
            start += part.Outputs;
        }

        return new LinearStep(weight, inputs, outputs) { IsFixed = parts.All(part => part.IsFixed) };
    }

    private static ChainStep? Join(GraphNode node, ChainStep[] steps, int outputs)
    {
        if (steps.All(step => step is AffineStep))
        {
            node.Budget.Charge([outputs]);
            var affine = Array.ConvertAll(steps, step => (AffineStep)step);
            // The steps of the parts have as many values as the parts have outputs.
            var sizes = Array.ConvertAll(affine, step => (step.Scale ?? step.Shift ?? []).Length);
            return sizes.Sum() != outputs ? null : new AffineStep(
                affine.All(step => step.Scale is null) ? null : [.. affine.SelectMany((step, index) => step.Scale ?? Repeat(1, sizes[index]))],
                affine.All(step => step.Shift is null) ? null : [.. affine.SelectMany((step, index) => step.Shift ?? Repeat(0, sizes[index]))]);
        }

        return steps[0] is ActivationStep or BoundStep && steps.All(step => step == steps[0]) ? steps[0] : null;
    }

    private static float[] Repeat(float value, int count) => [.. Enumerable.Repeat(value, count)];
}
