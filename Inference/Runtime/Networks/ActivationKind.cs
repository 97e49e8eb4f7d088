namespace MlNetRecurrent;

/// <summary>The elementwise functions of <see cref="ActivationFunction"/>, which states their formulas.</summary>
public enum ActivationKind
{
    /// <summary>The value itself.</summary>
    Identity,

    /// <summary>The rectified linear unit.</summary>
    Relu,

    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>The logistic function.</summary>
    Sigmoid,

    /// <summary>A line with a lower and an upper bound, close to the logistic function.</summary>
    HardSigmoid,

    /// <summary>The Gaussian error linear unit.</summary>
    Gelu,

    /// <summary>The Gaussian error linear unit, approximated with a hyperbolic tangent.</summary>
    GeluTanh,

    /// <summary>A rectified linear unit with a slope below 0.</summary>
    LeakyRelu,

    /// <summary>The exponential linear unit.</summary>
    Elu,

    /// <summary>A smooth rectified linear unit.</summary>
    Softplus,

    /// <summary>A bounded function that grows slower than the hyperbolic tangent.</summary>
    Softsign,

    /// <summary>A line.</summary>
    Affine,
}
