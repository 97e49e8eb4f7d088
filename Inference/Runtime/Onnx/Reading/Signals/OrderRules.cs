namespace MlNetRecurrent.Onnx;

/// <summary>Rules for sorting sequences by their lengths, which PyTorch requires of packed sequences, and for undoing it.</summary>
internal static class OrderRules
{
    /// <summary>TopK of all lengths: the sorted lengths, and the indices that sort.</summary>
    public static IReadOnlyList<GraphValue> Sort(GraphNode node)
    {
        var signal = node.Signal(0);
        var lengths = DerivedValue.TryCreate(signal);
        return lengths is { Offset: 0 } && signal.Rank == 1 && CountsAll(node, signal.Axes[0].Size)
            ? [lengths with { IsSorted = true }, new PermutationValue(lengths.Input, signal.Axes[0].Size, IsInverse: false)]
            : throw node.CreateError($"selects the largest values of {signal.Content.Description}; supported: sorting the lengths of the sequences");
    }

    /// <summary>Applies an operator to indices.</summary>
    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        switch (node.Operator)
        {
            case "Identity" or "Cast" or "Expand" or "Unsqueeze" or "Squeeze" or "Reshape" or "Flatten"
                when node.RequireInput(0) is PermutationValue or IndexRangeValue or LastStepValue:
                return [node.RequireInput(0)];
            // The order of the indices that sort is the inverse.
            case "TopK" when node.RequireInput(0) is PermutationValue { IsInverse: false } order
                && node.GetInteger("largest") == 0
                && CountsAll(node, order.Size):
                return [new IndexRangeValue(order.Size), order with { IsInverse = true }];
            case "ScatterElements" or "ScatterND"
                when node.RequireInput(0) is FilledValue or ConstantValue
                && node.RequireInput(1) is PermutationValue { IsInverse: false } order
                && node.RequireInput(2) is IndexRangeValue range
                && range.Count.Equals(order.Size):
                return [order with { IsInverse = true }];
            case "Concat" when node.InputCount == 2
                && node.RequireInput(0) is IndexRangeValue
                && node.RequireInput(1) is DerivedValue { Offset: -1 } lengths:
                return [new LastStepValue(lengths)];
            default:
                throw node.CreateError("computes indices in a way that is not supported");
        }
    }

    private static bool CountsAll(GraphNode node, SymbolicInteger size) => node.Input(1) is ConstantValue { Tensor: { IsFloat: false } count }
        && count.TryGetUniformElement()?.Integers[0].Equals(size) == true;
}
