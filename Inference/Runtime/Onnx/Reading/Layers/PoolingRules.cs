namespace MlNetRecurrent.Onnx;

/// <summary>Rules for nodes that reduce an axis: pooling over time, and sums or means of the directions.</summary>
internal static class PoolingRules
{
    /// <summary>ReduceMean, ReduceMax and ReduceSum.</summary>
    public static SignalValue Reduce(GraphNode node)
    {
        var signal = node.Signal(0);
        int[] axes = [.. ReductionAxes.Read(node, signal.Rank).Where(axis => !signal.Axes[axis].IsOne)];
        var all = ReductionAxes.Read(node, signal.Rank);
        foreach (var axis in axes)
            signal = Reduce(node, signal, axis);
        return ReductionAxes.Reduce(node, signal, all);
    }

    /// <summary>
    /// GlobalAveragePool and GlobalMaxPool, and AveragePool and MaxPool over all steps: of [batch, features, time], or with a further axis of size 1.
    /// </summary>
    public static SignalValue Pool(GraphNode node)
    {
        var signal = node.Signal(0);
        if (signal.Rank < 3)
            throw node.CreateError($"pools {signal.Content.Description} with {signal.Rank} axes, expected [batch, features, time]");
        if (!node.Operator.StartsWith("Global", StringComparison.Ordinal))
            CheckWindow(node, signal);
        for (var axis = 2; axis < signal.Rank; axis++)
        {
            if (!signal.Axes[axis].IsOne)
                signal = OverTime(node, signal, axis, GetPosition(node)!.Value);
        }

        return signal with { Axes = [.. signal.Axes.Select((axis, index) => index < 2 ? axis : Axis.One)] };
    }

    private static SignalValue Reduce(GraphNode node, SignalValue signal, int axis)
    {
        var factors = signal.Axes[axis].Factors;
        if (factors.Any(factor => factor.Role == AxisRole.Time))
            return OverTime(node, signal, axis, GetPosition(node));
        if (signal.Content.Units is { } units
            && signal.Content.Origin is StateContent
            && factors.All(factor => factor.Size == 1 || units.Contains(factor)))
        {
            if (signal.Axes[axis].HasAllOf(units))
                return MomentRules.Mean(node, signal, axis);
            if (node.Operator is "ReduceSum" or "ReduceMean")
                return FeatureReduction.Sum(node, signal, axis, isMean: node.Operator == "ReduceMean");
        }

        throw node.CreateError($"reduces axis {axis} of {signal.Content.Description}; supported: the mean or maximum over time, "
            + "the sum or mean of the directions, and layer normalization");
    }

    private static SignalValue OverTime(GraphNode node, SignalValue signal, int axis, StatePosition? position)
    {
        if (signal.Axes[axis].Single is not { Role: AxisRole.Time } time)
            throw node.CreateError($"reduces an axis that combines time with others of {signal.Content.Description}, which is not supported");
        if (signal.Content.Origin is StateContent states
            && states.Entries.FirstOrDefault(entry => entry.Node.LengthsInput is not null) is { Node: { } padded })
        {
            throw node.CreateError(
                $"pools all steps of node '{padded.Name}', also those after the end of shorter sequences; "
                + "supported: pooling of the steps of each sequence");
        }

        // The sum over a fixed number of steps is a multiple of the mean.
        var count = node.Operator == "ReduceSum" ? time.Size ?? throw node.CreateError("sums a number of steps that is not fixed") : 1;
        if (ChainPooling.TryMove(signal.Content, position ?? StatePosition.Mean) is not { } content)
        {
            throw node.CreateError(
                $"pools {signal.Content.Description} over time; supported: the mean of states and of affine maps of them, and the maximum of states");
        }

        signal = new SignalValue(content, [.. signal.Axes.Select((other, index) => index == axis ? Axis.One : other)]);
        return count == 1 ? signal : signal with { Content = ChainContent.Append(content, AffineRules.CreateScale(signal, count)) };
    }

    private static StatePosition? GetPosition(GraphNode node) => node.Operator switch
    {
        "ReduceMean" or "GlobalAveragePool" or "AveragePool" => StatePosition.Mean,
        "ReduceMax" or "GlobalMaxPool" or "MaxPool" => StatePosition.Maximum,
        _ => null,
    };

    // A window that covers all steps.
    private static void CheckWindow(GraphNode node, SignalValue signal)
    {
        var window = node.GetIntegers("kernel_shape") ?? throw node.CreateError("attribute 'kernel_shape' is missing");
        var coversAll = window.Count == signal.Rank - 2 && window.Zip(signal.Axes.Skip(2)).All(pair => pair.Second.Size.Number == pair.First);
        var isPadded = node.GetIntegers("pads")?.Any(pad => pad != 0) == true || node.GetString("auto_pad") is not (null or "NOTSET" or "VALID");
        if (!coversAll || isPadded)
            throw node.CreateError($"pools windows of [{string.Join(", ", window)}] steps; supported: pooling of all steps of a sequence");
    }
}
