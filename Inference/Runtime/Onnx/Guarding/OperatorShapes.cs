namespace MlNetRecurrent.Onnx;

/// <summary>The operators that a graph may use, with the rule for the output sizes of each. No supported operator contains a subgraph.</summary>
internal static class OperatorShapes
{
    private static readonly Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> StandardRules = CreateStandardRules();

    // Operators of com.microsoft, the operator set of ONNX Runtime, that MlNetRecurrent writes.
    private static readonly Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> MicrosoftRules = new()
    {
        ["DynamicQuantizeLSTM"] = RecurrentShapes.Quantized,
    };

    /// <summary>Infers the sizes of a node's outputs.</summary>
    /// <exception cref="RecurrentModelException">The operator is not supported, or the sizes cannot be inferred.</exception>
    public static IReadOnlyList<SizedValue> Infer(SizedNode node, string domain)
    {
        var rules = domain switch
        {
            "" or "ai.onnx" => StandardRules,
            "com.microsoft" => MicrosoftRules,
            _ => throw node.CreateError($"uses the operator set '{domain}', which is not supported"),
        };
        return rules.TryGetValue(node.Operator, out var rule)
            ? rule(node)
            : throw node.CreateError("is not a supported operator");
    }

    private static Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> CreateStandardRules()
    {
        var rules = new Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>>
        {
            ["RNN"] = RecurrentShapes.Recurrent,
            ["LSTM"] = RecurrentShapes.Recurrent,
            ["GRU"] = RecurrentShapes.Recurrent,
            ["MatMul"] = MatMulShapes.MatMul,
            ["Gemm"] = MatMulShapes.Gemm,
            ["Conv"] = ConvolutionShapes.Conv,
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
            ["Identity"] = ElementwiseShapes.Unchanged,
            ["Cast"] = ElementwiseShapes.Cast,
            ["Neg"] = ElementwiseShapes.Negative,
        };
        string[] broadcasting =
        [
            "Add", "Sub", "Mul", "Div", "Min", "Max", "Pow", "Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or",
        ];
        string[] shapePreserving =
        [
            "Abs", "Exp", "Log", "Sqrt", "Erf", "Relu", "LeakyRelu", "Elu", "Sigmoid", "HardSigmoid", "Tanh", "Softplus", "Softsign", "Softmax",
            "LogSoftmax", "Clip", "Not", "ReverseSequence", "LayerNormalization", "Dropout",
        ];
        string[] reducing = ["ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum"];
        foreach (var name in broadcasting)
            rules[name] = ElementwiseShapes.Broadcast;
        foreach (var name in shapePreserving)
            rules[name] = ElementwiseShapes.ShapeOfFirst;
        foreach (var name in reducing)
            rules[name] = ReduceShapes.Reduce;
        return rules;
    }
}
