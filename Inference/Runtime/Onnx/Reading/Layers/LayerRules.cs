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
            "BatchNormalization" => NormalizationRules.BatchNormalization(node),
            "LayerNormalization" => NormalizationRules.LayerNormalization(node),
            "Softmax" or "LogSoftmax" => SoftmaxRules.Softmax(node),
            "Log" when SoftmaxRules.TryLog(signals[0]) is { } logarithms => logarithms,
            "ArgMax" or "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" => SoftmaxRules.Label(node),
            "Clip" or "Max" or "Min" => ActivationRules.Apply(node),
            _ => ElementwiseRules.TryApply(node),
        };
    }

    private static SignalValue? Merge(GraphNode node)
    {
        if (ElementwiseRules.TryCombine(node) is { } combined)
            return combined;
        if (node.Operator is not ("Add" or "Sub" or "Mul" or "Div" or "Max" or "Min"))
            return null;
        throw node.CreateError("combines two values that both depend on the input: residual and merged layers are not supported");
    }
}
