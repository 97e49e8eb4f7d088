using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Rules for nodes with a signal as input: each operator changes the axes or the content of the signal.</summary>
internal static class SignalRules
{
    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        // A derived value no longer has axes, so the result of combining it with a signal is a derived value too.
        if (node.Operator is not ("Gather" or "GatherND" or "ReverseSequence") && node.Inputs.Any(value => value is DerivedValue))
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
            "Slice" => [SliceRules.Slice(node)],
            "Split" => SliceRules.Split(node),
            "ReverseSequence" => [SliceRules.Reverse(node)],
            "Concat" => [ConcatRule.Concat(node)],
            "Cast" => [Cast(node)],
            "Add" or "Sub" when DerivesInput(node) => [DerivedRules.Apply(node)],
            "Expand" or "Where" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "Tile" or "Min" or "Clip"
                when Raw(node) => [DerivedRules.Apply(node)],
            _ when LayerRules.TryApply(node) is { } value => [value],
            _ => throw node.CreateError(
                $"is not supported on {node.Inputs.OfType<SignalValue>().First().Content.Description}; supported around the recurrent layers: "
                + LayerRules.Supported),
        };
    }

    /// <summary>Whether the first signal is a raw input of the graph.</summary>
    public static bool Raw(GraphNode node) => node.Inputs.OfType<SignalValue>().First().Content is InputContent { IsRaw: true };

    // A sum or difference of lengths and constants.
    private static bool DerivesInput(GraphNode node) => Raw(node) && (
        node.Inputs.OfType<SignalValue>().Any(signal => signal.Content is InputContent { Type: not DataType.Float })
        || (node.Inputs.Count() == 2 && node.Inputs.All(value => value is FilledValue or SignalValue { Content: InputContent { IsRaw: true } })));

    private static SignalValue Cast(GraphNode node)
    {
        var signal = node.Signal(0);
        var type = (DataType)(node.GetInteger("to") ?? 0);
        return (signal.Content, type) switch
        {
            // Token IDs and lengths keep their values in both integer types.
            (InputContent { Type: DataType.Int32 or DataType.Int64 or DataType.Float, IsRaw: true }, DataType.Int32 or DataType.Int64) => signal,
            (InputContent { Type: DataType.Float } or StateContent or ChainContent, DataType.Float) => signal,
            _ => throw node.CreateError($"casts {signal.Content.Description} to {type}; supported: float32 values and token IDs of int32 or int64"),
        };
    }
}
