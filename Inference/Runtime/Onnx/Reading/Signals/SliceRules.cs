namespace MlNetRecurrent.Onnx;

/// <summary>Rules for Slice, Split and ReverseSequence of a signal.</summary>
internal static class SliceRules
{
    public static GraphValue Slice(GraphNode node)
    {
        var signal = node.Signal(0);
        foreach (var slice in SliceArguments.Read(node, signal.Rank))
        {
            if ((Slice(node, signal, slice) ?? SelectFeatures(node, signal, slice)) is not { } sliced)
            {
                return SignalRules.Raw(node)
                    ? DerivedRules.Apply(node)
                    : throw node.CreateError($"slices axis {slice.Axis} of {signal.Content.Description} in a way that is not supported");
            }

            TimeSelection.CheckLengths(node, signal, sliced);
            signal = sliced;
        }

        return signal;
    }

    public static IReadOnlyList<GraphValue> Split(GraphNode node)
    {
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? 0, signal.Rank);
        if (signal.Axes[axis].Size.Number is not { } size || size > int.MaxValue || node.OutputCount == 0)
            throw node.CreateError($"splits axis {axis} of {signal.Content.Description}, whose size depends on the inputs");
        var ofStates = IsOfStates(signal.Axes[axis]) && signal.Content is StateContent or ChainContent;
        var parts = new List<GraphValue>();
        var start = 0;
        foreach (var part in AxisArguments.SplitSizes(node, (int)size))
        {
            parts.Add(part == size ? signal
                : ofStates && Choose(node, signal, axis, Enumerable.Range(start, part)) is { } chosen ? chosen
                : size <= InputSelection.MaxFeatures
                    && InputSelection.TryChoose(node, signal, axis, [.. Enumerable.Range(start, part).Select(index => (long)index)]) is { } selected
                    ? selected
                : DerivedValue.TryCreate(signal) ?? throw node.CreateError($"splits {signal.Content.Description} in a way that is not supported"));
            start += part;
        }

        return parts;
    }

    /// <summary>ReverseSequence over full lengths, which Keras uses for layers with go_backwards.</summary>
    public static SignalValue Reverse(GraphNode node)
    {
        var signal = node.Signal(0);
        var axis = AxisArguments.Axis(node, node.GetInteger("time_axis") ?? 0, signal.Rank);
        var time = signal.Axes[axis].Single ?? throw node.CreateError($"reverses an axis of {signal.Content.Description} that is not time");
        var lengths = node.RequireInput(1) switch
        {
            FilledValue filled => filled.Element,
            ConstantValue constant => constant.Tensor.TryGetUniformElement(),
            _ => null,
        };
        return lengths is { IsFloat: false }
            && lengths.Integers[0].Equals(SymbolicInteger.From(time))
            && time.Role is AxisRole.Time or AxisRole.Unknown
            ? Mirror(signal, axis, time)
            : throw node.CreateError("reverses something other than whole sequences");
    }

    private static SignalValue? Slice(GraphNode node, SignalValue signal, SliceArguments slice)
    {
        var axis = signal.Axes[slice.Axis];
        var size = axis.Size;
        var toEnd = slice.End.Number >= int.MaxValue || slice.End.Equals(size) || (slice.End.Number >= size.Number && size.IsKnown);
        if (slice.Step == 1 && toEnd && slice.Start.Number == 0)
            return signal;
        if (axis.Single is { Role: AxisRole.Time or AxisRole.Unknown } time)
        {
            var fromLast = slice.Start.Number == -1 || slice.Start.Equals(size.Add(SymbolicInteger.From(-1)));
            if (slice.Step == -1 && fromLast && slice.End.Number <= -int.MaxValue)
                return Mirror(signal, slice.Axis, time);
            if (slice.Step == 1 && time.Role == AxisRole.Time && fromLast && toEnd)
                return StateSelection.Choose(node, signal, slice.Axis, [SymbolicInteger.From(-1)]);
            if (slice.Step == 1 && time.Role == AxisRole.Time && slice.End.Equals(slice.Start.Add(SymbolicInteger.From(1))) && slice.End.Number != 0)
                return StateSelection.Choose(node, signal, slice.Axis, [slice.Start]);
            return slice.Step == 1 && toEnd && time.Role == AxisRole.Time && FromEnd(slice.Start, size) is { } count
                ? PooledSteps.TrySelect(node, signal, time, count)
                : null;
        }

        return size.Number is { } known && IsOfStates(axis) && signal.Content is StateContent or ChainContent
            ? Choose(node, signal, slice.Axis, slice.GetIndices(node, (int)known))
            : null;
    }

    // The number of steps from a start, such as -3, to the end of the axis; null if it is not known.
    private static long? FromEnd(SymbolicInteger start, SymbolicInteger size) =>
        start.Number < 0 ? -start.Number : size.IsKnown || !start.IsKnown ? size.Add(start.Multiply(SymbolicInteger.From(-1))).Number : null;

    private static SignalValue? Choose(GraphNode node, SignalValue signal, int axis, IEnumerable<int> indices) =>
        StateSelection.Choose(node, signal, axis, [.. indices.Select(index => SymbolicInteger.From(index))]);

    private static SignalValue? SelectFeatures(GraphNode node, SignalValue signal, SliceArguments slice)
    {
        return signal.Content.Origin is InputContent
            && slice.Axis == signal.Rank - 1
            && signal.Axes[slice.Axis].Size.Number is { } size and <= InputSelection.MaxFeatures
            && slice.Start.IsKnown
            && slice.End.IsKnown
            ? InputSelection.TryChoose(
                node, signal, slice.Axis, [.. slice.GetIndices(node, (int)size).Select(index => (long)index)])
            : null;
    }

    // The number of states is bounded by the weights of the file; a declared batch size is not bounded.
    private static bool IsOfStates(Axis axis) =>
        axis.Factors.Count > 0 && axis.Factors.All(factor => factor.Role is AxisRole.Stack or AxisRole.Unit);

    private static SignalValue Mirror(SignalValue signal, int axis, AxisFactor time) =>
        signal with { Axes = [.. signal.Axes.Select((other, index) => index == axis ? new Axis(time.Mirror) : other)] };
}
