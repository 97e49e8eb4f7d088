namespace MlNetRecurrent.Onnx;

/// <summary>Rules for the linear head (MatMul or Gemm) and the Softmax after it.</summary>
internal static class HeadRules
{
    public static SignalValue MatMul(GraphNode node) =>
        node.Input(1) is ConstantValue weight ? Head(node, weight.Tensor) : throw node.CreateError("the weight must be a constant");

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
        var signal = Head(node, Times(weight, node.GetFloat("alpha") ?? 1));
        if (node.OptionalConstant(2) is not { } bias)
            return signal;
        var head = (HeadContent)signal.Content;
        bias = Times(bias, node.GetFloat("beta") ?? 1);
        return bias.Count == 1 || (bias.Count == head.Outputs && bias.Rank > 0 && bias.Dimensions[^1] == head.Outputs)
            ? signal with { Content = head with { Bias = bias.Count == 1 ? [.. Enumerable.Repeat(bias.Floats[0], head.Outputs)] : bias.FloatArray } }
            : throw node.CreateError(
                $"adds a bias of shape [{string.Join(", ", bias.Dimensions)}], expected one value for each of {head.Outputs} outputs");
    }

    public static SignalValue Softmax(GraphNode node)
    {
        var signal = node.Signal(0);
        if (signal.Content is not HeadContent { HasSoftmax: false } head)
            throw node.CreateError($"is not supported on {signal.Content.Description}, expected after a linear head");
        // Up to opset 12, Softmax treats all axes from the given one on as a single axis.
        var axis = AxisArguments.Axis(node, node.GetInteger("axis") ?? (node.Opset < 13 ? 1 : -1), signal.Rank);
        return axis == signal.Rank - 1 && (signal.Axes[axis].Is(head.Units) || head.Outputs == 1)
            ? signal with { Content = head with { HasSoftmax = true } }
            : throw node.CreateError($"is applied along axis {axis} of {signal.Rank}, expected the last axis (the classes)");
    }

    private static SignalValue Head(GraphNode node, ConstantTensor weight)
    {
        var signal = node.Signal(0);
        if (signal.Content is not StateContent states)
        {
            throw node.CreateError(
                $"is a linear layer applied to {signal.Content.Description}; supported: one linear layer after the recurrent layers");
        }

        if (signal.Rank < 1 || !signal.Axes[^1].Is(states.Features))
            throw node.CreateError($"multiplies {states.Description} along an axis that is not their hidden units");
        var width = signal.Axes[^1].Size.Number;
        if (!weight.IsFloat || weight.Rank != 2 || weight.Dimensions[0] != width || weight.Dimensions[1] < 1)
            throw node.CreateError($"the weight has the shape [{string.Join(", ", weight.Dimensions)}], expected [{width}, outputs]");
        var unit = new AxisFactor("outputs", weight.Dimensions[1], AxisRole.Unit);
        return new SignalValue(
            new HeadContent(states, weight.FloatArray, [unit]) { Outputs = weight.Dimensions[1] },
            [.. signal.Axes.Take(signal.Rank - 1), new Axis(unit)]);
    }

    private static ConstantTensor Times(ConstantTensor tensor, float factor) => factor == 1
        ? tensor
        : ConstantTensor.Create(tensor.Name, tensor.Type, [.. tensor.FloatArray.Select(value => value * factor)], tensor.Dimensions);
}
