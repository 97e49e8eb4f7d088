namespace MlNetRecurrent.Onnx;

/// <summary>The operators that a graph may use, with the rule for the output sizes of each. No supported operator contains a subgraph.</summary>
internal static class OperatorShapes
{
    private static readonly Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> StandardRules = CreateStandardRules();

    // Operators of com.microsoft, the operator set of ONNX Runtime, that MlNetRecurrent, its quantization and its optimizer write.
    private static readonly Dictionary<string, Func<SizedNode, IReadOnlyList<SizedValue>>> MicrosoftRules = new()
    {
        ["DynamicQuantizeLSTM"] = RecurrentShapes.Quantized,
        ["DynamicQuantizeMatMul"] = MatMulShapes.DynamicQuantized,
        ["MatMulIntegerToFloat"] = MatMulShapes.MatMul,
        ["FusedGemm"] = MatMulShapes.Gemm,
        ["Gelu"] = ElementwiseShapes.ShapeOfFirst,
        ["FastGelu"] = ElementwiseShapes.ShapeOfFirst,
        ["BiasGelu"] = ElementwiseShapes.ShapeOfFirst,
        ["QuickGelu"] = ElementwiseShapes.ShapeOfFirst,
        ["QuantizeLinear"] = ElementwiseShapes.ShapeOfFirst,
        ["DequantizeLinear"] = ElementwiseShapes.ShapeOfFirst,
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
            ["MatMulInteger"] = MatMulShapes.MatMul,
            ["QLinearMatMul"] = MatMulShapes.Quantized,
            ["Einsum"] = EinsumShapes.Einsum,
            ["Conv"] = ConvolutionShapes.Convolution,
            ["ConvInteger"] = ConvolutionShapes.Convolution,
            ["ConvTranspose"] = ConvolutionShapes.Transposed,
            ["MaxPool"] = ConvolutionShapes.Pooling,
            ["AveragePool"] = ConvolutionShapes.Pooling,
            ["LpPool"] = ConvolutionShapes.Pooling,
            ["GlobalMaxPool"] = ConvolutionShapes.Global,
            ["GlobalAveragePool"] = ConvolutionShapes.Global,
            ["GlobalLpPool"] = ConvolutionShapes.Global,
            ["Constant"] = FillShapes.Constant,
            ["ConstantOfShape"] = FillShapes.ConstantOfShape,
            ["Expand"] = FillShapes.Expand,
            ["Tile"] = FillShapes.Tile,
            ["Range"] = FillShapes.Range,
            ["Pad"] = FillShapes.Pad,
            ["TopK"] = IndexShapes.TopK,
            ["ArgMax"] = IndexShapes.ArgMax,
            ["ArgMin"] = IndexShapes.ArgMax,
            ["GatherElements"] = IndexShapes.GatherElements,
            ["OneHot"] = IndexShapes.OneHot,
            ["NonZero"] = IndexShapes.NonZero,
            ["Compress"] = IndexShapes.Compress,
            ["Multinomial"] = IndexShapes.Multinomial,
            ["Shape"] = ReshapeShapes.ShapeOf,
            ["Size"] = ReshapeShapes.SizeOf,
            ["Reshape"] = ReshapeShapes.Reshape,
            ["Flatten"] = ReshapeShapes.Flatten,
            ["Squeeze"] = ReshapeShapes.Squeeze,
            ["Unsqueeze"] = ReshapeShapes.Unsqueeze,
            ["Transpose"] = ReshapeShapes.Transpose,
            ["DepthToSpace"] = ReshapeShapes.DepthToSpace,
            ["SpaceToDepth"] = ReshapeShapes.SpaceToDepth,
            ["Concat"] = SliceShapes.Concat,
            ["Split"] = SliceShapes.Split,
            ["Slice"] = SliceShapes.Slice,
            ["Gather"] = SliceShapes.Gather,
            ["GatherND"] = SliceShapes.GatherNd,
            ["Identity"] = ElementwiseShapes.Unchanged,
            ["Cast"] = ElementwiseShapes.Cast,
            ["Neg"] = ElementwiseShapes.Negative,
            ["Floor"] = ElementwiseShapes.Rounded,
            ["Ceil"] = ElementwiseShapes.Rounded,
            ["Not"] = ElementwiseShapes.Truth,
            ["BatchNormalization"] = ElementwiseShapes.Normalized,
            ["DynamicQuantizeLinear"] = ElementwiseShapes.Quantized,
        };
        string[] broadcasting =
        [
            "Add", "Sub", "Mul", "Div", "Min", "Max", "Pow", "Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And", "Or", "Xor",
            "Sum", "Mean", "Mod",
        ];
        string[] shapePreserving =
        [
            "Abs", "Exp", "Log", "Sqrt", "Erf", "Reciprocal", "Sign", "Round", "Sin", "Cos", "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh",
            "Acosh", "Atanh", "IsNaN", "IsInf", "Relu", "LeakyRelu", "PRelu", "ThresholdedRelu", "Elu", "Selu", "Celu", "Gelu", "Mish", "Swish",
            "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Shrink", "Softmax", "LogSoftmax", "Hardmax", "Clip",
            "LayerNormalization", "InstanceNormalization", "GroupNormalization", "RMSNormalization", "LpNormalization",
            "MeanVarianceNormalization", "LRN", "Dropout", "ReverseSequence", "CumSum", "CumProd", "Trilu", "EyeLike", "CastLike", "Scatter",
            "ScatterElements", "ScatterND", "QuantizeLinear", "DequantizeLinear", "Bernoulli", "RandomNormalLike", "RandomUniformLike",
        ];
        string[] reducing =
        [
            "ReduceMax", "ReduceMean", "ReduceMin", "ReduceProd", "ReduceSum", "ReduceL1", "ReduceL2", "ReduceLogSum", "ReduceLogSumExp",
            "ReduceSumSquare",
        ];
        foreach (var name in broadcasting)
            rules[name] = ElementwiseShapes.Broadcast;
        foreach (var name in shapePreserving)
            rules[name] = ElementwiseShapes.ShapeOfFirst;
        foreach (var name in reducing)
            rules[name] = ReduceShapes.Reduce;
        return rules;
    }
}
