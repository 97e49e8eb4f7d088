namespace MlNetRecurrent.Onnx;

/// <summary>The operators that a graph may be made of, and how large what each gives is. None of them runs a graph of its own.</summary>
internal static class OperatorShapes
{
    private static readonly Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> Rules = All();

    /// <summary>Operators of ONNX Runtime's own set that this product writes.</summary>
    private static readonly Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> RuntimeRules = new()
    {
        ["DynamicQuantizeLSTM"] = RecurrentShapes.Quantized,
    };

    /// <summary>The sizes of what a node gives.</summary>
    /// <exception cref="RecurrentModelException">The operator is not among those that are supported, or its sizes cannot be told.</exception>
    public static IReadOnlyList<SizedValue> Infer(SizedNode node, string domain)
    {
        var rules = domain switch
        {
            "" or "ai.onnx" => Rules,
            "com.microsoft" => RuntimeRules,
            _ => throw node.CreateError($"is of the operator set '{domain}', which is not supported"),
        };
        return rules.TryGetValue(node.Operator, out var rule)
            ? rule(node)
            : throw node.CreateError("is not an operator of recurrent networks and what stands around them");
    }

    private static Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> All()
    {
        var rules = new Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>>
        {
            ["RNN"] = RecurrentShapes.Recurrent,
            ["LSTM"] = RecurrentShapes.Recurrent,
            ["GRU"] = RecurrentShapes.Recurrent,
            ["MatMul"] = MatMulShapes.MatMul,
            ["Gemm"] = MatMulShapes.Gemm,
            ["Constant"] = FillShapes.Constant,
            ["ConstantOfShape"] = FillShapes.ConstantOfShape,
            ["Expand"] = FillShapes.Expand,
            ["Tile"] = FillShapes.Tile,
            ["Range"] = FillShapes.Range,
            ["Shape"] = ReshapeShapes.ShapeOf,
            ["Size"] = ReshapeShapes.SizeOf,
            ["Reshape"] = ReshapeShapes.Reshape,
            ["Flatten"] = ReshapeShapes.Flatten,
            ["Squeeze"] = ReshapeShapes.Squeeze,
            ["Unsqueeze"] = ReshapeShapes.Unsqueeze,
            ["Transpose"] = ReshapeShapes.Transpose,
            ["Concat"] = SliceShapes.Concat,
            ["Split"] = SliceShapes.Split,
            ["Slice"] = SliceShapes.Slice,
            ["Gather"] = SliceShapes.Gather,
            ["GatherND"] = SliceShapes.GatherNd,
            ["Identity"] = ElementwiseShapes.Same,
            ["Cast"] = ElementwiseShapes.Cast,
            ["Neg"] = ElementwiseShapes.Negative,
        };
        foreach (var name in new[] { "Add", "Sub", "Mul", "Div", "Min", "Max", "Pow", "Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or" })
            rules[name] = ElementwiseShapes.Broadcast;
        foreach (var name in new[] { "Abs", "Exp", "Log", "Sqrt", "Erf", "Relu", "Sigmoid", "Tanh", "Softplus", "Softmax", "LogSoftmax", "Clip", "Not", "ReverseSequence", "LayerNormalization", "Dropout" })
            rules[name] = ElementwiseShapes.First;
        foreach (var name in new[] { "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum" })
            rules[name] = ReduceShapes.Reduce;
        return rules;
    }
}
