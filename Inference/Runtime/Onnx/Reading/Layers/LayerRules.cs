namespace MlNetRecurrent.Onnx;

/// <summary>Selects the rule for a node that computes new values from a signal: a layer, an activation, a normalization or pooling.</summary>
internal static class LayerRules
{
    /// <summary>What is supported, for error messages.</summary>
    public const string Supported =
        "operators that move values, scaling, an embedding, linear layers, activations, normalization, pooling and Softmax";

    /// <summary>Applies the rule; returns null if there is none for the operator.</summary>
    public static SignalValue? TryApply(GraphNode node)
    {
        if (MomentRules.TryApply(node) is { } moment)
            return moment;
        var signals = node.Inputs.OfType<SignalValue>().ToList();
        if (signals.Count == 2)
            return Merge(node);
        return node.Operator switch
        {
            _ when ActivationRules.IsActivation(node.Operator) => ActivationRules.Apply(node),
            "Add" or "Sub" or "Mul" or "Div" => AffineRules.Apply(node),
            "Neg" => AffineRules.Negate(node, node.Signal(0)),
            "MatMul" => LinearRules.MatMul(node),
            "Gemm" => LinearRules.Gemm(node),
            "Conv" => ConvolutionRules.Convolve(node),
            "ReduceMean" or "ReduceMax" or "ReduceSum" => PoolingRules.Reduce(node),
            "GlobalAveragePool" or "GlobalMaxPool" or "AveragePool" or "MaxPool" => PoolingRules.Pool(node),
            "BatchNormalization" => NormalizationRules.BatchNormalization(node),
            "LayerNormalization" => NormalizationRules.LayerNormalization(node),
            "Softmax" or "LogSoftmax" => SoftmaxRules.Softmax(node),
            "Log" when SoftmaxRules.TryLog(signals[0]) is { } logarithms => logarithms,
            "ArgMax" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" => SoftmaxRules.Label(node),
            "Clip" or "Max" or "Min" => ActivationRules.Apply(node),
            "Expand" or "Tile" when signals[0].Content.Origin is StateContent => throw node.CreateError(
                $"repeats {signals[0].Content.Description}, as the decoder of an autoencoder does, which is not supported"),
            _ => ElementwiseRules.TryApply(node),
        };
    }

    private static SignalValue? Merge(GraphNode node)
    {
        if ((ElementwiseRules.TryCombine(node) ?? StateSums.TryAdd(node)) is { } combined)
            return combined;
        var (first, second) = (node.Signal(0).Content, node.Signal(1).Content);
        throw node.CreateError(node.Operator switch
        {
            "Add" or "Sub" or "Mul" or "Div" or "Max" or "Min" or "Pow" =>
                $"combines {first.Description} and {second.Description}: skip connections, gates and merged layers are not supported",
            "MatMul" or "Gemm" or "Einsum" => $"multiplies {first.Description} by {second.Description}: attention is not supported",
            _ => $"is not supported on {first.Description} and {second.Description}",
        });
    }
}
