namespace MlNetRecurrent.Onnx;

/// <summary>Rules for linear layers: MatMul and Gemm with a constant weight.</summary>
internal static class LinearRules
{
    public static SignalValue MatMul(GraphNode node) =>
        node.Input(1) is ConstantValue weight
            ? Linear(node, weight.Tensor)
            : throw node.CreateError("the weight must be a constant, and the second input");

    public static SignalValue Gemm(GraphNode node)
    {
        if (node.GetInteger("transA") is not (null or 0))
            throw node.CreateError("attribute 'transA' is not supported");
        var weight = node.Constant(1);
        if (weight.Rank != 2)
            throw node.CreateError($"the weight has the shape [{string.Join(", ", weight.Dimensions)}], expected a matrix");
        if (node.GetInteger("transB") is not (null or 0))
        {
            var strides = ConstantLayout.Strides(weight.Dimensions);
            weight = ConstantLayout.CopyStrided(node, weight, [weight.Dimensions[1], weight.Dimensions[0]], [strides[1], strides[0]]);
        }

        node.Budget.Charge(weight.Dimensions);
        var signal = Linear(node, Times(weight, node.GetFloat("alpha") ?? 1));
        if (node.OptionalConstant(2) is not { } bias)
            return signal;
        var outputs = weight.Dimensions[1];
        bias = Times(bias, node.GetFloat("beta") ?? 1);
        if (bias.Count != 1 && (bias.Count != outputs || bias.Rank == 0 || bias.Dimensions[^1] != outputs))
        {
            throw node.CreateError(
                $"adds a bias of shape [{string.Join(", ", bias.Dimensions)}], expected one value for each of {outputs} outputs");
        }

        node.Budget.Charge([outputs]);
        float[] values = bias.Count == 1 ? [.. Enumerable.Repeat(bias.Floats[0], outputs)] : bias.FloatArray;
        return signal with { Content = ChainContent.Append(signal.Content, new AffineStep(null, values)) };
    }

    private static SignalValue Linear(GraphNode node, ConstantTensor weight)
    {
        var signal = node.Signal(0);
        if (!weight.IsFloat || weight.Rank != 2 || weight.Count == 0)
            throw node.CreateError($"the weight has the shape [{string.Join(", ", weight.Dimensions)}], expected [inputs, outputs] of floats");
        if (signal.Rank < 1)
            throw node.CreateError($"multiplies {signal.Content.Description}, which has no axes");
        var last = signal.Rank - 1;
        signal = PooledSteps.Join(node, signal, last);
        var features = FeatureAxis.Require(node, signal, last, weight.Dimensions[0]);
        if (weight.Dimensions[0] != features.Size)
            throw node.CreateError($"the weight has the shape [{string.Join(", ", weight.Dimensions)}], expected [{features.Size}, outputs]");
        var unit = new AxisFactor("outputs", weight.Dimensions[1], AxisRole.Unit);
        var step = new LinearStep(features.Arrange(node, weight).FloatArray, features.Size, weight.Dimensions[1]);
        return new SignalValue(ChainContent.Append(signal.Content, step, [unit]), [.. signal.Axes.Take(last), new Axis(unit)]);
    }

    private static ConstantTensor Times(ConstantTensor tensor, float factor) => factor == 1
        ? tensor
        : ConstantTensor.Create(tensor.Name, tensor.Type, [.. tensor.FloatArray.Select(value => value * factor)], tensor.Dimensions);
}
