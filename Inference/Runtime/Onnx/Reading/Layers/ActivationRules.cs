using static MlNetRecurrent.Onnx.TensorProto.Types;

namespace MlNetRecurrent.Onnx;

/// <summary>Rules for activations and bounds that a single node computes.</summary>
internal static class ActivationRules
{
    // The constants of SELU (Klambauer et al. 2017), as ONNX defines them.
    private const float SeluAlpha = 1.67326319f;
    private const float SeluGamma = 1.05070102f;

    /// <summary>Applies a node whose only input that is not constant is a signal.</summary>
    public static SignalValue Apply(GraphNode node) => node.Operator switch
    {
        "Relu" => Activate(node, ActivationFunction.Relu),
        "Tanh" => Activate(node, ActivationFunction.Tanh),
        "Sigmoid" => Activate(node, ActivationFunction.Sigmoid),
        "Softplus" => Activate(node, ActivationFunction.Softplus),
        "Softsign" => Activate(node, ActivationFunction.Softsign),
        "HardSigmoid" => Activate(node, ActivationFunction.HardSigmoid(Parameter(node, "alpha", 0.2f), Parameter(node, "beta", 0.5f))),
        "LeakyRelu" => Activate(node, ActivationFunction.LeakyRelu(Parameter(node, "alpha", 0.01f))),
        "PRelu" => Activate(node, ActivationFunction.LeakyRelu(Slope(node))),
        "Elu" => Activate(node, ActivationFunction.Elu(Parameter(node, "alpha", 1))),
        "Selu" => Scaled(node, 1, ActivationFunction.Elu(Parameter(node, "alpha", SeluAlpha)), Parameter(node, "gamma", SeluGamma)),
        "Celu" => Celu(node, Parameter(node, "alpha", 1)),
        "Gelu" => Activate(node, node.GetString("approximate") switch
        {
            null or "none" => ActivationFunction.Gelu,
            "tanh" => ActivationFunction.GeluTanh,
            var other => throw node.CreateError($"attribute 'approximate' is '{other}', expected none or tanh"),
        }),
        _ => Bound(node),
    };

    public static bool IsActivation(string operation) => operation is "Relu" or "Tanh" or "Sigmoid" or "Softplus" or "Softsign" or "HardSigmoid"
        or "LeakyRelu" or "PRelu" or "Elu" or "Selu" or "Celu" or "Gelu";

    /// <summary>Appends a step to the values of a signal, unless they are probabilities or a label.</summary>
    public static SignalValue Append(GraphNode node, SignalValue signal, ChainStep step) => signal.Content switch
    {
        { Steps: [.., SoftmaxStep softmax] } => throw node.CreateError($"is not supported on {softmax.Description}"),
        LabelContent label => throw node.CreateError($"is not supported on {label.Description}"),
        var content => signal with { Content = ChainContent.Append(content, step) },
    };

    private static SignalValue Activate(GraphNode node, ActivationFunction function) =>
        Append(node, node.Signal(0), new ActivationStep(function));

    private static SignalValue Scaled(GraphNode node, float inputScale, ActivationFunction function, float outputScale)
    {
        var signal = node.Signal(0);
        if (inputScale != 1)
            signal = Append(node, signal, AffineRules.CreateScale(signal, inputScale));
        signal = Append(node, signal, new ActivationStep(function));
        return Append(node, signal, AffineRules.CreateScale(signal, outputScale));
    }

    // max(0, x) + min(0, alpha * (e^(x / alpha) - 1)) = alpha * elu(x / alpha)
    private static SignalValue Celu(GraphNode node, float alpha) => alpha != 0
        ? Scaled(node, 1 / alpha, ActivationFunction.Elu(), alpha)
        : throw node.CreateError("attribute 'alpha' is 0");

    private static float Slope(GraphNode node) => node.Constant(1).TryGetUniformElement() is { IsFloat: true } slope
        ? slope.Floats[0]
        : throw node.CreateError("has a slope for each feature; supported: one slope for all");

    private static float Parameter(GraphNode node, string name, float standard)
    {
        var value = node.GetFloat(name) ?? standard;
        return float.IsFinite(value) ? value : throw node.CreateError($"attribute '{name}' is {value}, expected a finite number");
    }

    // Clip with its bounds as inputs, or as attributes up to opset 10; Min and Max with one constant.
    private static SignalValue Bound(GraphNode node)
    {
        var constantFirst = node.Operator != "Clip" && node.Input(0) is ConstantValue;
        var signal = node.Signal(constantFirst ? 1 : 0);
        if (node.Operator != "Clip" && node.InputCount != 2)
            throw node.CreateError($"has {node.InputCount} inputs; supported: the values and one constant");
        var (minimum, maximum) = node.Operator switch
        {
            "Max" => (BoundInput(node, constantFirst ? 0 : 1), null),
            "Min" => (null, BoundInput(node, constantFirst ? 0 : 1)),
            _ => (node.GetFloat("min") ?? BoundInput(node, 1), node.GetFloat("max") ?? BoundInput(node, 2)),
        };
        // The largest numbers stand for no bound.
        minimum = minimum is float.NegativeInfinity or float.MinValue ? null : minimum;
        maximum = maximum is float.PositiveInfinity or float.MaxValue ? null : maximum;
        if ((minimum is { } low && !float.IsFinite(low)) || (maximum is { } high && !float.IsFinite(high)) || minimum > maximum)
        {
            throw node.CreateError(
                FormattableString.Invariant($"has the bounds {minimum} and {maximum}, expected finite numbers in ascending order"));
        }

        return (minimum, maximum) switch
        {
            (null, null) => signal,
            _ when minimum == maximum => throw node.CreateError("has equal bounds, so that its output is constant"),
            _ => Append(node, signal, new BoundStep(minimum, maximum)),
        };
    }

    private static float? BoundInput(GraphNode node, int index) => node.OptionalConstant(index) switch
    {
        null => null,
        { IsFloat: true, Type: DataType.Float or DataType.Double } tensor when tensor.TryGetUniformElement() is { } element => element.Floats[0],
        var tensor => throw node.CreateError($"has bounds of shape [{string.Join(", ", tensor.Dimensions)}], expected one number for all features"),
    };
}
