namespace MlNetRecurrent;

/// <summary>
/// An elementwise function, such as the activation of a linear layer or of the gates of a cell. Immutable, with value equality.
/// </summary>
/// <remarks>
/// Names, formulas and default parameters are those of the ONNX operators: https://onnx.ai/onnx/operators/. PyTorch's <c>Hardsigmoid</c> has
/// an alpha of 1/6 instead of 0.2.
/// </remarks>
public sealed record ActivationFunction
{
    private ActivationFunction(ActivationKind kind, float alpha = 0, float beta = 0)
    {
        (Kind, Alpha, Beta) = (kind, alpha, beta);
    }

    /// <summary>f(x) = x.</summary>
    public static ActivationFunction Identity { get; } = new(ActivationKind.Identity);

    /// <summary>f(x) = max(0, x).</summary>
    public static ActivationFunction Relu { get; } = new(ActivationKind.Relu);

    /// <summary>f(x) = tanh(x).</summary>
    public static ActivationFunction Tanh { get; } = new(ActivationKind.Tanh);

    /// <summary>f(x) = 1 / (1 + e^-x).</summary>
    public static ActivationFunction Sigmoid { get; } = new(ActivationKind.Sigmoid);

    /// <summary>f(x) = x * (1 + erf(x / sqrt(2))) / 2 (Hendrycks and Gimpel 2016).</summary>
    public static ActivationFunction Gelu { get; } = new(ActivationKind.Gelu);

    /// <summary>The approximation of <see cref="Gelu"/>: f(x) = x * (1 + tanh(sqrt(2 / pi) * (x + 0.044715 * x^3))) / 2.</summary>
    public static ActivationFunction GeluTanh { get; } = new(ActivationKind.GeluTanh);

    /// <summary>f(x) = log(1 + e^x).</summary>
    public static ActivationFunction Softplus { get; } = new(ActivationKind.Softplus);

    /// <summary>f(x) = x / (1 + |x|).</summary>
    public static ActivationFunction Softsign { get; } = new(ActivationKind.Softsign);

    /// <summary>The function.</summary>
    public ActivationKind Kind { get; }

    /// <summary>The first parameter of the function; 0 for functions without parameters.</summary>
    public float Alpha { get; }

    /// <summary>The second parameter of the function; 0 for functions without one.</summary>
    public float Beta { get; }

    /// <summary>f(x) = x for x at least 0, otherwise alpha * x.</summary>
    /// <param name="alpha">The slope below 0.</param>
    public static ActivationFunction LeakyRelu(float alpha = 0.01f) => new(ActivationKind.LeakyRelu, alpha);

    /// <summary>f(x) = x for x at least 0, otherwise alpha * (e^x - 1).</summary>
    /// <param name="alpha">The factor below 0.</param>
    public static ActivationFunction Elu(float alpha = 1) => new(ActivationKind.Elu, alpha);

    /// <summary>f(x) = max(0, min(1, alpha * x + beta)).</summary>
    /// <param name="alpha">The slope.</param>
    /// <param name="beta">The value at 0.</param>
    public static ActivationFunction HardSigmoid(float alpha = 0.2f, float beta = 0.5f) => new(ActivationKind.HardSigmoid, alpha, beta);

    /// <summary>f(x) = alpha * x + beta.</summary>
    /// <param name="alpha">The slope.</param>
    /// <param name="beta">The value at 0.</param>
    public static ActivationFunction Affine(float alpha = 1, float beta = 0) => new(ActivationKind.Affine, alpha, beta);

    /// <summary>Creates a function from its parts.</summary>
    /// <param name="kind">The function.</param>
    /// <param name="alpha">The first parameter; ignored by functions without parameters.</param>
    /// <param name="beta">The second parameter; ignored by functions without one.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function.</exception>
    public static ActivationFunction Create(ActivationKind kind, float alpha = 0, float beta = 0) => kind switch
    {
        ActivationKind.LeakyRelu or ActivationKind.Elu => new(kind, alpha),
        ActivationKind.HardSigmoid or ActivationKind.Affine => new(kind, alpha, beta),
        _ when Enum.IsDefined(kind) => new(kind),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such activation function."),
    };

    /// <summary>The name for display, such as <c>relu</c> or <c>leaky-relu 0.01</c>.</summary>
    public override string ToString() => Kind switch
    {
        ActivationKind.LeakyRelu => FormattableString.Invariant($"leaky-relu {Alpha}"),
        ActivationKind.Elu => FormattableString.Invariant($"elu {Alpha}"),
        ActivationKind.HardSigmoid => FormattableString.Invariant($"hard-sigmoid {Alpha} {Beta}"),
        ActivationKind.Affine => FormattableString.Invariant($"affine {Alpha} {Beta}"),
        ActivationKind.GeluTanh => "gelu-tanh",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}
