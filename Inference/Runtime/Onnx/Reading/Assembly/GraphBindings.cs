namespace MlNetRecurrent.Onnx;

/// <summary>Determines the roles of the inputs and outputs of the original graph, once its network is known.</summary>
internal static class GraphBindings
{
    public static IReadOnlyList<InputBinding> Inputs(GraphWalk walk, LayerStack layers)
    {
        var states = layers.Nodes.SelectMany(node => node.StateInputs).ToHashSet();
        var stateBatch = layers.Nodes.Select(node => node.StateBatch).FirstOrDefault(size => size is not null);
        var lengths = layers.Nodes.Select(node => node.LengthsInput).OfType<string>().Concat(walk.LengthsInputs).ToHashSet();
        return [.. walk.Inputs.Select(input =>
        {
            var kind = input.Name == layers.Input.Name ? InputKind.Sequence
                : states.Contains(input.Name) ? InputKind.State
                : lengths.Contains(input.Name) ? InputKind.Lengths
                : InputKind.Unused;
            if (kind == InputKind.Sequence && (states.Contains(input.Name) || lengths.Contains(input.Name)))
            {
                throw new RecurrentModelException(
                    $"Input '{input.Name}' is used both as the sequence and as a state or the lengths, which is not supported.");
            }

            // An axis of the input may hold several factors, such as time and features.
            var axes = input.Factors.SelectMany(factor => factor.Leaves).Select(factor => Axis(input.Name, factor, kind)).ToList();
            // A single step needs no axis.
            if (kind == InputKind.Sequence && axes.All(axis => axis.Role != AxisRole.Time))
                axes.Insert(axes.FindIndex(axis => axis.Role == AxisRole.Batch) + 1, (AxisRole.Time, 1));
            return new InputBinding(input.Name, input.Type, kind, axes);
        })];

        (AxisRole Role, long? Size) Axis(string name, AxisFactor factor, InputKind kind)
        {
            var role = Role(name, factor, kind);
            return (role, role == AxisRole.Batch ? factor.Size ?? stateBatch : factor.Size);
        }
    }

    public static IReadOnlyList<OutputBinding> Outputs(OutputChoice outputs, LayerStack layers) =>
    [
        .. outputs.States.Prepend((outputs.Main.Name, outputs.Main.Signal))
            .Select(output => Output(output.Item1, output.Item2, outputs.Main, layers)),
    ];

    private static OutputBinding Output(string name, SignalValue signal, GraphOutput output, LayerStack layers)
    {
        if (signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor.SortedBy is not null))
            throw new RecurrentModelException($"Output '{name}' has the sequences in the order of their lengths, which is not supported.");
        if (name != output.Name && signal.Axes.SelectMany(axis => axis.Factors).Any(factor => factor.IsMirrored))
            throw new RecurrentModelException($"Output '{name}' is reversed in time, which is not supported.");
        var isStack = signal.Content is StateContent content && content.Entries.Count > layers.Layers[^1].Count;
        if (name == output.Name && !isStack)
            return new OutputBinding(name, null, Order(name, signal));
        var states = (StateContent)signal.Content;
        return new OutputBinding(
            name,
            [.. states.Entries.Select(entry => layers.FindFinalState(entry)
                ?? throw new RecurrentModelException(
                    $"Output '{name}' holds states of node '{entry.Node.Name}' that are not final; "
                    + $"supported in addition to the main output '{output.Name}': final states of its layers."))],
            Order(name, signal));
    }

    // A dynamic dimension of a state or of the lengths is the batch.
    private static AxisRole Role(string input, AxisFactor factor, InputKind kind) => (kind, factor.Role, factor.Size) switch
    {
        (InputKind.Sequence, AxisRole.Unknown, 1) => AxisRole.Feature,
        (InputKind.Sequence, AxisRole.Unknown, _) =>
            throw new RecurrentModelException($"Input '{input}' has an axis '{factor.Name}' that is neither batch, time nor features."),
        (InputKind.Sequence, var role, _) => role,
        (InputKind.Lengths, AxisRole.Time, _) => AxisRole.Time,
        (_, _, null) => AxisRole.Batch,
        _ => AxisRole.Stack,
    };

    private static List<AxisRole> Order(string name, SignalValue signal)
    {
        // An axis of size 1 that comes from the input, such as a channel, has no role.
        var factors = signal.Axes.SelectMany(axis => axis.Factors).Where(factor => factor is not { Role: AxisRole.Unknown, Size: 1 }).ToList();
        var inner = signal.Content.Units!;
        var (stack, units) = (inner.Where(factor => factor.Role == AxisRole.Stack), inner.Where(factor => factor.Role == AxisRole.Unit));
        var order = new List<AxisRole>();
        foreach (var factor in factors)
        {
            if (order.Count == 0 || order[^1] != factor.Role)
                order.Add(factor.Role);
        }

        return order.Distinct().Count() == order.Count && IsSorted(AxisRole.Stack, stack) && IsSorted(AxisRole.Unit, units)
            ? order
            : throw new RecurrentModelException($"Output '{name}' combines its axes in a way that is not supported.");

        bool IsSorted(AxisRole role, IEnumerable<AxisFactor> expected) => new Axis([.. factors.Where(factor => factor.Role == role)]).Is(expected);
    }
}
