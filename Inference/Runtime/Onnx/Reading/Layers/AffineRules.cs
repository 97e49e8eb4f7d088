using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Rules for Add, Sub, Mul, Div and Neg with a constant: the scaling of the input, biases, and the denormalization of a forecast.</summary>
internal static class AffineRules
{
    /// <summary>Applies a node with a signal and a constant as inputs.</summary>
    public static SignalValue Apply(GraphNode node)
    {
        var constantFirst = node.Input(0) is ConstantValue;
        var signal = node.Signal(constantFirst ? 1 : 0);
        var tensor = node.Constant(constantFirst ? 0 : 1);
        if (!tensor.IsFloat || tensor.Count == 0)
            throw node.CreateError("combines the values with integers, expected float32");
        if (constantFirst && node.Operator == "Div")
            throw node.CreateError("divides a constant by the values, which is not supported");
        if (constantFirst && node.Operator == "Sub")
            return Shift(node, Negate(node, signal), tensor, 1);
        return node.Operator switch
        {
            "Add" => Shift(node, signal, tensor, 1),
            "Sub" => Shift(node, signal, tensor, -1),
            _ => Scale(node, signal, tensor, isDivision: node.Operator == "Div"),
        };
    }

    public static SignalValue Negate(GraphNode node, SignalValue signal) =>
        Scale(node, signal, ConstantTensor.Create(node.Name, DataType.Float, [-1f], []), isDivision: false);

    /// <summary>y = x * scale + shift for constants that are broadcast over the signal.</summary>
    public static SignalValue Apply(GraphNode node, SignalValue signal, ConstantTensor scale, ConstantTensor shift) =>
        Shift(node, Scale(node, signal, scale, isDivision: false), shift, 1);

    /// <summary>A scale that is the same for all features of a signal.</summary>
    public static AffineStep CreateScale(SignalValue signal, float scale)
    {
        var count = signal.Content.Units?.Aggregate(1L, (product, unit) => product * (unit.Size ?? 1)) ?? 1;
        return new AffineStep([.. Enumerable.Repeat(scale, checked((int)count))], null);
    }

    private static SignalValue Shift(GraphNode node, SignalValue signal, ConstantTensor tensor, float sign)
    {
        if (InputScaling.TryShift(node, signal, tensor, sign) is { } input)
            return signal with { Content = input };
        signal = WithFeatures(node, signal, tensor);
        var shift = FeatureValues.Read(node, signal, tensor);
        return Append(node, signal, new AffineStep(null, sign > 0 ? shift : [.. shift.Select(value => -value)]));
    }

    private static SignalValue Scale(GraphNode node, SignalValue signal, ConstantTensor tensor, bool isDivision)
    {
        if (InputScaling.TryScale(node, signal, tensor, isDivision) is { } input)
            return signal with { Content = input };
        signal = WithFeatures(node, signal, tensor);
        var scale = FeatureValues.Read(node, signal, tensor);
        return Append(node, signal, new AffineStep(isDivision ? [.. scale.Select(value => 1 / value)] : scale, null));
    }

    // A constant that varies shows which axis of the input holds the features.
    private static SignalValue WithFeatures(GraphNode node, SignalValue signal, ConstantTensor tensor) => signal.Content switch
    {
        InputContent { Embedding: null } input => signal with { Content = InputScaling.WithFeatureFactor(node, signal, input, tensor) },
        ChainContent { Units: null } chain when tensor.Count > 1 =>
            signal with { Content = chain.WithUnits([InputScaling.FindFeatureFactor(node, signal, tensor)]) },
        _ => signal,
    };

    private static SignalValue Append(GraphNode node, SignalValue signal, AffineStep step) => signal.Content.Steps is [.., SoftmaxStep softmax]
        ? throw node.CreateError($"applies a constant to {softmax.Description}, which is not supported")
        : signal with { Content = ChainContent.Append(signal.Content, step) };
}
