namespace MlNetRecurrent.Onnx;

/// <summary>
/// Recognizes functions that exporters write as several nodes, by their values at fixed points. The values show what the nodes compute, whatever the
/// order of the nodes and of the constants in them.
/// </summary>
internal static class ElementwiseFunctions
{
    // The error of the approximation of erf, times the largest point, is 1e-6; GELU and its approximation differ by 1e-3.
    private const double Tolerance = 1e-5;

    private static readonly ActivationFunction[] Known =
    [
        ActivationFunction.Gelu, ActivationFunction.GeluTanh, ActivationFunction.Softsign, ActivationFunction.Softplus, ActivationFunction.Relu,
        ActivationFunction.Tanh, ActivationFunction.Sigmoid, ActivationFunction.Elu(),
    ];

    private static readonly (string Name, Func<double, double> Function)[] Unsupported =
    [
        ("SiLU (Swish)", x => x * Compute(ActivationFunction.Sigmoid, x)),
        ("the quick approximation of GELU", x => x * Compute(ActivationFunction.Sigmoid, 1.702 * x)),
        ("Mish", x => x * Math.Tanh(Compute(ActivationFunction.Softplus, x))),
        ("HardSwish", x => x * Math.Clamp((x / 6) + 0.5, 0, 1)),
        ("the square", x => x * x),
    ];

    // Dense around 0, where activations differ most, and without symmetry.
    private static readonly double[] Points =
        [.. Enumerable.Range(-24, 49).Select(index => (0.27 * index) + (index % 3 * 0.013) + 0.0071)];

    /// <summary>The activation, and the factor of its result, that a function computes; null if there is none.</summary>
    public static (ActivationFunction Activation, double Factor)? Recognize(Func<double, double> function)
    {
        var samples = Array.ConvertAll(Points, point => function(point));
        // LeakyReLU is recognized by its slope, which is the ratio of its values on both sides.
        var (low, high) = (0, Points.Length - 1);
        var slope = samples[low] / Points[low] / (samples[high] / Points[high]);
        IEnumerable<ActivationFunction> candidates = double.IsFinite(slope) ? [.. Known, ActivationFunction.LeakyRelu((float)slope)] : Known;
        foreach (var candidate in candidates)
        {
            if (FindFactor(samples, x => Compute(candidate, x)) is { } factor)
                return (candidate, factor);
        }

        return null;
    }

    /// <summary>The name of a function that is recognized but not supported, or null.</summary>
    public static string? FindUnsupported(Func<double, double> function)
    {
        var samples = Array.ConvertAll(Points, point => function(point));
        return Unsupported.Where(entry => FindFactor(samples, entry.Function) is not null).Select(entry => entry.Name).FirstOrDefault();
    }

    /// <summary>Whether a function is the square, as in a variance.</summary>
    public static bool IsSquare(Func<double, double> function) => Points.All(point => Math.Abs(function(point) - (point * point)) <= Tolerance);

    /// <summary>The value of an activation.</summary>
    public static double Compute(ActivationFunction function, double x) => function.Kind switch
    {
        ActivationKind.Relu => Math.Max(0, x),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.HardSigmoid => Math.Clamp((function.Alpha * x) + function.Beta, 0, 1),
        ActivationKind.Gelu => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        ActivationKind.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        ActivationKind.LeakyRelu => x >= 0 ? x : function.Alpha * x,
        ActivationKind.Elu => x >= 0 ? x : function.Alpha * (Math.Exp(x) - 1),
        ActivationKind.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        ActivationKind.Softsign => x / (1 + Math.Abs(x)),
        ActivationKind.Affine => (function.Alpha * x) + function.Beta,
        _ => x,
    };

    /// <summary>The error function, with an error below 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
    public static double Erf(double x)
    {
        var t = 1 / (1 + (0.3275911 * Math.Abs(x)));
        var polynomial = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t;
        return Math.CopySign(1 - (polynomial * Math.Exp(-x * x)), x);
    }

    // The samples are the values of the function times a factor, which the largest value determines.
    private static double? FindFactor(double[] samples, Func<double, double> function)
    {
        double[] values = [.. Points.Select(function)];
        var largest = Enumerable.Range(0, values.Length).MaxBy(index => Math.Abs(values[index]));
        var factor = samples[largest] / values[largest];
        if (factor == 0 || !double.IsFinite(factor))
            return null;
        for (var index = 0; index < values.Length; index++)
        {
            // Written so that NaN is a difference.
            if (!(Math.Abs((samples[index] / factor) - values[index]) <= Tolerance))
                return null;
        }

        return factor;
    }
}
