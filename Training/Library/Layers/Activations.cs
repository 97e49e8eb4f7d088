using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>Computes activation functions in LibTorch, with gradients.</summary>
internal static class Activations
{
    /// <summary>Applies a function to each value. The formulas are those of <see cref="ActivationFunction"/>.</summary>
    public static Tensor Apply(ActivationFunction function, Tensor values) => function.Kind switch
    {
        ActivationKind.Relu => values.relu(),
        ActivationKind.Tanh => values.tanh(),
        ActivationKind.Sigmoid => values.sigmoid(),
        ActivationKind.HardSigmoid => ((values * function.Alpha) + function.Beta).clamp(0, 1),
        ActivationKind.Gelu => nn.functional.gelu(values),
        // sqrt(2 / pi) * (x + 0.044715 * x^3)
        ActivationKind.GeluTanh => values * 0.5f
            * (((values + (values.pow(3) * 0.044715f)) * MathF.Sqrt(2 / MathF.PI)).tanh() + 1),
        ActivationKind.LeakyRelu => where(values >= 0, values, values * function.Alpha),
        // Where the exponential is not used it must not overflow: an infinity times 0 makes the gradient NaN.
        ActivationKind.Elu => where(values >= 0, values, values.clamp(max: 0).expm1() * function.Alpha),
        ActivationKind.Softplus => nn.functional.softplus(values),
        ActivationKind.Softsign => values / (values.abs() + 1),
        ActivationKind.Affine => (values * function.Alpha) + function.Beta,
        _ => values,
    };
}
