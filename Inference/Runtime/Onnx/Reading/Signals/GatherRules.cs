namespace MlNetRecurrent.Onnx;

/// <summary>Rules for Gather and GatherND: an embedding, a time step, or some of the states.</summary>
internal static class GatherRules
{
    public static GraphValue Gather(GraphNode node)
    {
        if (node.Input(0) is ConstantValue table)
            return Embed(node, table.Tensor);
        if (node.RequireInput(1) is PermutationValue order)
            return Order(node, order);
        if (node.RequireInput(1) is not ConstantValue { Tensor: var indices })
            throw node.CreateError("uses indices that are computed from the input");
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, signal.Rank);
        if (indices.Rank > 1)
            throw node.CreateError($"uses indices of {indices.Rank} dimensions, expected a scalar or a list");
        if (StateSelection.Choose(node, signal, axis, indices.Integers.ToArray()) is { } chosen)
        {
            TimeSelection.CheckLengths(node, signal, chosen);
            return indices.Rank == 0 ? StateSelection.Remove(chosen, axis) : chosen;
        }

        if (indices.Rank == 1
            && indices.Integers.ToArray().All(index => index.IsKnown)
            && InputSelection.TryChoose(node, signal, axis, indices.GetIntegers()) is { } selected)
        {
            return selected;
        }

        return SignalRules.Raw(node)
            ? DerivedRules.Apply(node)
            : throw node.CreateError($"selects parts of {signal.Content.Description} that are not supported");
    }

    /// <summary>The last valid step of each sequence: [batch, time, features] at lengths - 1, or at the pairs of sequence and lengths - 1.</summary>
    public static SignalValue GatherNd(GraphNode node)
    {
        var signal = node.Signal(0);
        if (node.RequireInput(1) is LastStepValue pairs && node.GetInteger("batch_dims") is null or 0)
        {
            return signal.Rank >= 2 && signal.Axes[0].Single is { Role: AxisRole.Batch, SortedBy: null }
                && LastSteps.TryChoose(node, signal, 1, pairs.Lengths) is { } selected
                ? StateSelection.Remove(selected, 1)
                : throw node.CreateError("selects something other than the last step of each sequence");
        }

        return signal.Rank >= 2 && node.GetInteger("batch_dims") == 1 && LastSteps.TryChoose(node, signal, 1, node.RequireInput(1)) is { } chosen
            ? StateSelection.Remove(chosen, 1)
            : throw node.CreateError("selects something other than the last step of each sequence");
    }

    /// <summary>The last valid step of each sequence, where the indices lengths - 1 are repeated for each feature.</summary>
    public static SignalValue GatherElements(GraphNode node)
    {
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, signal.Rank);
        return LastSteps.TryChoose(node, signal, axis, node.RequireInput(1))
            ?? throw node.CreateError("selects something other than the last step of each sequence");
    }

    // Sorts the sequences, or restores their order.
    private static GraphValue Order(GraphNode node, PermutationValue order)
    {
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, signal.Rank);
        if (signal.Axes[axis].Single is not { } batch || !batch.TrySetRole(AxisRole.Batch))
            throw node.CreateError($"changes the order of axis {axis} of {signal.Content.Description}, which does not hold the sequences");
        var factor = !order.IsInverse ? batch.TrySort(order.Input) : batch.SortedBy == order.Input ? batch.Forward : null;
        return factor is not null
            ? signal with { Axes = [.. signal.Axes.Select((other, index) => index == axis ? new Axis(factor) : other)] }
            : throw node.CreateError("changes the order of the sequences in a way that is not supported");
    }

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
