using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Rules for nodes with a signal as input: each operator changes the axes or the content of the signal.</summary>
internal static class SignalRules
{
    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        // A derived value no longer has axes, so the result of combining it with a signal is a derived value too.
        if (node.Operator is not ("Gather" or "GatherND" or "GatherElements" or "ReverseSequence") && node.Inputs.Any(value => value is DerivedValue))
            return [DerivedRules.Apply(node)];
        // Whatever is computed from a label is a form of the label.
        if (node.Inputs.OfType<SignalValue>().FirstOrDefault(signal => signal.Content is LabelContent) is { } label)
            return [.. Enumerable.Repeat(label, node.OutputCount)];
        return node.Operator switch
        {
            "Transpose" => [AxisRules.Transpose(node)],
            "Squeeze" => [AxisRules.Squeeze(node)],
            "Unsqueeze" => [AxisRules.Unsqueeze(node)],
            "Reshape" => [Regrouping.Reshape(node)],
            "Flatten" => [Regrouping.Flatten(node)],
            "Gather" => [GatherRules.Gather(node)],
            "GatherND" => [GatherRules.GatherNd(node)],
            "GatherElements" => [GatherRules.GatherElements(node)],
            "TopK" => OrderRules.Sort(node),
            "ReduceSum" when Raw(node) && MaskRules.TryCount(node) is { } lengths => [lengths],
            "Slice" => [SliceRules.Slice(node)],
            "Split" => SliceRules.Split(node),
            "ReverseSequence" => [SliceRules.Reverse(node)],
            "Concat" => [ConcatRule.Concat(node)],
            "Cast" => [Cast(node)],
            "Add" or "Sub" when DerivesInput(node) => [DerivedRules.Apply(node)],
            "Not" or "And" or "Or" or "Expand" or "Where" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "Tile" or "Min"
                or "Clip" when Raw(node) && !IsBoundOfValues(node) => [DerivedRules.Apply(node)],
            _ when LayerRules.TryApply(node) is { } value => [value],
            _ => throw node.CreateError(
                $"is not supported on {node.Inputs.OfType<SignalValue>().First().Content.Description}; supported around the recurrent layers: "
                + LayerRules.Supported),
        };
    }

    /// <summary>Whether the first signal is a raw input of the graph.</summary>
    public static bool Raw(GraphNode node) => node.Inputs.OfType<SignalValue>().First().Content is InputContent { IsRaw: true };

    // The limits of input values, not of lengths.
    private static bool IsBoundOfValues(GraphNode node) =>
        node.Operator is "Clip" or "Min" && node.Inputs.OfType<SignalValue>().ToList() is [{ Content: InputContent { IsFloat: true } }];

    // A sum or difference of lengths and constants.
    private static bool DerivesInput(GraphNode node) => Raw(node) && (
        node.Inputs.OfType<SignalValue>().Any(signal => signal.Content is InputContent { IsFloat: false })
        || (node.Inputs.Count() == 2 && node.Inputs.All(value => value is FilledValue or SignalValue { Content: InputContent { IsRaw: true } })));

    private static GraphValue Cast(GraphNode node)
    {
        var signal = node.Signal(0);
        var type = (DataType)(node.GetInteger("to") ?? 0);
        var isFloat = type is DataType.Float or DataType.Float16 or DataType.Double;
        var isInteger = type is DataType.Int32 or DataType.Int64;
        return (signal.Content, isFloat, isInteger) switch
        {
            (InputContent { IsRaw: true, IsTruncated: false } input, true, _) => signal with { Content = input with { Type = type } },
            // Token IDs and lengths keep their values in both integer types.
            (InputContent { IsRaw: true } input, _, true) =>
                signal with { Content = input with { Type = type, IsTruncated = input.IsTruncated || input.IsFloat } },
            (InputContent { IsRaw: true, Type: not DataType.Bool }, _, _) when type == DataType.Bool => DerivedRules.Apply(node),
            (InputContent { IsRaw: true, Type: DataType.Bool }, _, _) when type == DataType.Bool => signal,
            (InputContent { IsTruncated: false } or StateContent or ChainContent, true, _) => signal,
            _ => throw node.CreateError($"casts {signal.Content.Description} to {type}, which changes its values"),
        };
    }
}
