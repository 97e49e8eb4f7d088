namespace MlNetRecurrent.Onnx;

/// <summary>The operators that a graph may be made of, and how large what each gives is. None of them runs a graph of its own.</summary>
internal static class OperatorSizes
{
    private static readonly Dictionary<string, Func<GuardedNode, IReadOnlyList<GuardedValue>>> Rules = All();

    /// <summary>Operators of ONNX Runtime's own set that this product writes.</summary>
    private static readonly Dictionary<string, Func<GuardedNode, IReadOnlyList<GuardedValue>>> RuntimeRules = new()
    {
        ["DynamicQuantizeLSTM"] = RecurrentSizes.Quantized,
    };

    /// <summary>The sizes of what a node gives.</summary>
    /// <exception cref="RecurrentModelException">The operator is not among those that are supported, or its sizes cannot be told.</exception>
    public static IReadOnlyList<GuardedValue> Of(GuardedNode node, string domain)
    {
        var rules = domain switch
        {
            "" or "ai.onnx" => Rules,
            "com.microsoft" => RuntimeRules,
            _ => throw node.Fault($"is of the operator set '{domain}', which is not supported"),
        };
        return rules.TryGetValue(node.Operator, out var rule)
            ? rule(node)
            : throw node.Fault("is not an operator of recurrent networks and what stands around them");
    }

    private static Dictionary<string, Func<GuardedNode, IReadOnlyList<GuardedValue>>> All()
    {
        var rules = new Dictionary<string, Func<GuardedNode, IReadOnlyList<GuardedValue>>>
        {
            ["RNN"] = RecurrentSizes.Recurrent,
            ["LSTM"] = RecurrentSizes.Recurrent,
            ["GRU"] = RecurrentSizes.Recurrent,
            ["MatMul"] = ProductSizes.MatMul,
            ["Gemm"] = ProductSizes.Gemm,
            ["Constant"] = FillSizes.Constant,
            ["ConstantOfShape"] = FillSizes.ConstantOfShape,
            ["Expand"] = FillSizes.Expand,
            ["Tile"] = FillSizes.Tile,
            ["Range"] = FillSizes.Range,
            ["Shape"] = ShapeSizes.ShapeOf,
            ["Size"] = ShapeSizes.SizeOf,
            ["Reshape"] = ShapeSizes.Reshape,
            ["Flatten"] = ShapeSizes.Flatten,
            ["Squeeze"] = ShapeSizes.Squeeze,
            ["Unsqueeze"] = ShapeSizes.Unsqueeze,
            ["Transpose"] = ShapeSizes.Transpose,
            ["Concat"] = PartSizes.Concat,
            ["Split"] = PartSizes.Split,
            ["Slice"] = PartSizes.Slice,
            ["Gather"] = PartSizes.Gather,
            ["GatherND"] = PartSizes.GatherNd,
            ["Identity"] = ElementwiseSizes.Same,
            ["Cast"] = ElementwiseSizes.Cast,
            ["Neg"] = ElementwiseSizes.Negative,
        };
        foreach (var name in new[] { "Add", "Sub", "Mul", "Div", "Min", "Max", "Pow", "Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or" })
            rules[name] = ElementwiseSizes.Broadcast;
        foreach (var name in new[] { "Abs", "Exp", "Log", "Sqrt", "Erf", "Relu", "Sigmoid", "Tanh", "Softplus", "Softmax", "LogSoftmax", "Clip", "Not", "ReverseSequence", "LayerNormalization", "Dropout" })
            rules[name] = ElementwiseSizes.First;
        foreach (var name in new[] { "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum" })
            rules[name] = ReduceSizes.Reduce;
        return rules;
    }
}
