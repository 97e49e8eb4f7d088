namespace MlNetRecurrent.Onnx;

/// <summary>What nodes give that read a signal: each operator is a rule on its axes and on how far it is.</summary>
internal static class SignalRules
{
    public static IReadOnlyList<GraphValue> Apply(GraphNode node)
    {
        // A value that lost its axes on the way to an initial state or the lengths takes its companions along.
        if (node.Operator is not ("Gather" or "GatherND" or "ReverseSequence") && node.Inputs.Any(value => value is DerivedValue))
            return [DerivedRules.Apply(node)];
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
            "Add" or "Sub" or "Mul" or "Div" => [AffineRules.Apply(node)],
            "MatMul" => [HeadRules.MatMul(node)],
            "Gemm" => [HeadRules.Gemm(node)],
            "Softmax" => [HeadRules.Softmax(node)],
            "Expand" or "Where" or "Less" or "LessOrEqual" or "Greater" or "GreaterOrEqual" or "Equal" or "Tile" or "Min" or "Clip" when Raw(node) => [DerivedRules.Apply(node)],
            _ => throw node.CreateError($"is not supported on {node.Inputs.OfType<SignalValue>().First().Content.Description}; supported around the recurrent layers are "
                + "operators that move values, scaling, an embedding, a linear head and Softmax"),
        };
    }

    /// <summary>Whether the first signal is an input of the graph as it was fed.</summary>
    public static bool Raw(GraphNode node) => node.Inputs.OfType<SignalValue>().First().Content is InputContent { IsRaw: true };

    private static SignalValue Cast(GraphNode node)
    {
        var signal = node.Signal(0);
        var type = (TensorProto.Types.DataType)(node.GetInteger("to") ?? 0);
        return (signal.Content, type) switch
        {
            // Tokens and lengths keep their values in either type of integer.
            (InputContent { Type: TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Int64 or TensorProto.Types.DataType.Float, IsRaw: true }, TensorProto.Types.DataType.Int32 or TensorProto.Types.DataType.Int64) => signal,
            (InputContent { Type: TensorProto.Types.DataType.Float } or StateContent or HeadContent, TensorProto.Types.DataType.Float) => signal,
            _ => throw node.CreateError($"casts {signal.Content.Description} to {type}; supported: float32 values and tokens of int32 or int64"),
        };
    }
}
