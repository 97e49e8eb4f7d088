namespace MlNetRecurrent.Onnx;

/// <summary>Rules for Gather and GatherND: an embedding, a time step, or some of the states.</summary>
internal static class GatherRules
{
    public static GraphValue Gather(GraphNode node)
    {
        if (node.Input(0) is ConstantValue table)
            return Embed(node, table.Tensor);
        if (node.RequireInput(1) is not ConstantValue { Tensor: var indices })
            throw node.CreateError("uses indices that are computed from the input");
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, signal.Rank);
        if (indices.Rank > 1)
            throw node.CreateError($"uses indices of {indices.Rank} dimensions, expected a scalar or a list");
        if (StateSelection.Choose(node, signal, axis, indices.Integers.ToArray()) is { } chosen)
            return indices.Rank == 0 ? StateSelection.Remove(chosen, axis) : chosen;
        return SignalRules.Raw(node)
            ? DerivedRules.Apply(node)
            : throw node.CreateError($"selects parts of {signal.Content.Description} that are not supported");
    }

    /// <summary>The last valid step of each sequence: [batch, time, features] at lengths - 1.</summary>
    public static SignalValue GatherNd(GraphNode node)
    {
        var signal = node.Signal(0);
        var isLast = signal.Rank >= 2
            && signal.Axes[1].Single is { Role: AxisRole.Time } time
            && node.GetInteger("batch_dims") == 1
            && IsLastStep(node.RequireInput(1), SymbolicInteger.From(time).Add(SymbolicInteger.From(-1)));
        return isLast && StateSelection.Choose(node, signal, 1, [SymbolicInteger.From(-1)]) is { } chosen
            ? StateSelection.Remove(chosen, 1)
            : throw node.CreateError("selects something other than the last step of each sequence");
    }

    private static bool IsLastStep(GraphValue indices, SymbolicInteger last) => indices switch
    {
        FilledValue { Element: { IsFloat: false } element } => element.Integers[0].Equals(last),
        ConstantValue { Tensor: { IsFloat: false } tensor } => tensor.TryGetUniformElement()?.Integers[0].Equals(last) == true,
        DerivedValue derived => derived.Offset == -1,
        _ => false,
    };

    private static SignalValue Embed(GraphNode node, ConstantTensor table)
    {
        var signal = node.Signal(1);
        if (signal.Content is not InputContent { IsRaw: true } input)
            throw node.CreateError($"embeds {signal.Content.Description}, expected token IDs of the input");
        if (!table.IsFloat || table.Rank != 2 || table.Count == 0 || (node.GetInteger("axis") ?? 0) is not (0 or -2))
        {
            throw node.CreateError(
                $"the embedding has the shape [{string.Join(", ", table.Dimensions)}], expected [vocabulary, size] of floats");
        }

        var unit = new AxisFactor("embedding", table.Dimensions[1], AxisRole.Unit);
        return new SignalValue(input with { Embedding = table, FeatureFactor = unit }, [.. signal.Axes, new Axis(unit)]);
    }
}
