namespace MlNetRecurrent.Onnx;

/// <summary>
/// Rules for Add, Sub, Mul and Div with a constant: the scaling of the input, the bias of the head, or the denormalization of a forecast.
/// </summary>
internal static class AffineRules
{
    public static GraphValue Apply(GraphNode node)
    {
        var constantFirst = node.Input(0) is ConstantValue;
        if (node.Inputs.Count() != 2 || (constantFirst ? node.Input(0) : node.Input(1)) is not ConstantValue { Tensor: var tensor })
        {
            var isDerived = SignalRules.Raw(node)
                && node.Inputs.Count() == 2
                && node.Inputs.All(value => value is not SignalValue { Content: not InputContent });
            return isDerived
                ? DerivedRules.Apply(node)
                : throw node.CreateError("combines two values that both depend on the input: residual and merged layers are not supported");
        }

        var signal = node.Signal(constantFirst ? 1 : 0);
        if (constantFirst && node.Operator is "Sub" or "Div")
            throw node.CreateError("subtracts from or divides a constant, which is not supported");
        if (signal.Content is InputContent { Type: not TensorProto.Types.DataType.Float, IsRaw: true })
            return DerivedRules.Apply(node);
        if (!tensor.IsFloat || tensor.Count == 0)
            throw node.CreateError("combines the values with integers, expected float32");
        return signal.Content switch
        {
            InputContent { Embedding: null } input => signal with { Content = InputScaling.Apply(node, signal, input, tensor) },
            HeadContent { HasSoftmax: false } head => signal with { Content = HeadScaling.Apply(node, signal, head, tensor) },
            _ => throw node.CreateError($"applies a constant to {signal.Content.Description}, which is not supported"),
        };
    }
}
