namespace MlNetRecurrent.Onnx;

/// <summary>Selects the last valid step of each sequence by its length.</summary>
internal static class LastSteps
{
    /// <summary>Selects the steps lengths - 1 along an axis, which keeps size 1; null if the axis or the indices are others.</summary>
    public static SignalValue? TryChoose(GraphNode node, SignalValue signal, int axis, GraphValue indices)
    {
        if (signal.Axes[axis].Single is not { Role: AxisRole.Time } time)
            return null;
        var last = SymbolicInteger.From(time).Add(SymbolicInteger.From(-1));
        var lengths = indices as DerivedValue;
        var isLast = indices switch
        {
            FilledValue { Element: { IsFloat: false } element } => element.Integers[0].Equals(last),
            ConstantValue { Tensor: { IsFloat: false } tensor } => tensor.TryGetUniformElement()?.Integers[0].Equals(last) == true,
            _ => lengths is { Offset: -1 },
        };
        if (!isLast || StateSelection.Choose(node, signal, axis, [SymbolicInteger.From(-1)]) is not { } chosen)
            return null;
        if (lengths is null)
            return chosen;
        if (lengths.IsSorted != signal.Axes.SelectMany(other => other.Factors).Any(factor => factor.SortedBy is not null))
            throw node.CreateError("selects steps of sequences in another order than that of their lengths");
        // A reverse layer that does not know the lengths starts in the padding behind a sequence.
        if (((StateContent)chosen.Content.Origin).Entries.FirstOrDefault(ReadsPadding) is { Node: { } reverse })
        {
            throw node.CreateError(
                $"selects the last valid step, but node '{reverse.Name}' reads sequences in reverse without their lengths, from the padding on");
        }

        node.LengthsInputs.Add(lengths.Input);
        return chosen;
    }

    private static bool ReadsPadding(StateEntry entry) => entry.Node.LengthsInput is null
        && (entry.SequenceDirection == SequenceDirection.Reverse
            || (entry.Node.Source.Origin is StateContent source && source.Entries.Any(ReadsPadding)));
}
