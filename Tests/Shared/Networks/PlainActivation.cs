namespace MlNetRecurrent.Tests;

/// <summary>The formulas of the activation functions, in double precision.</summary>
internal static class PlainActivation
{
    public static double Apply(ActivationFunction function, double x) => function.Kind switch
    {
        ActivationKind.Identity => x,
        ActivationKind.Relu => Math.Max(0, x),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.HardSigmoid => Math.Clamp((function.Alpha * x) + function.Beta, 0, 1),
        ActivationKind.Gelu => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        ActivationKind.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        ActivationKind.LeakyRelu => x < 0 ? function.Alpha * x : x,
        ActivationKind.Elu => x < 0 ? function.Alpha * (Math.Exp(x) - 1) : x,
        ActivationKind.Softplus => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x))),
        ActivationKind.Softsign => x / (1 + Math.Abs(x)),
        ActivationKind.Affine => (function.Alpha * x) + function.Beta,
        _ => throw new ArgumentOutOfRangeException(nameof(function)),
    };

    /// <summary>The error function, by Simpson's rule: 2 / sqrt(pi) * the integral of e^(-t^2) from 0 to x.</summary>
    public static double Erf(double x)
    {
        const int Intervals = 2000;
        var end = Math.Min(Math.Abs(x), 6.5);
        var width = end / Intervals;
        var sum = 1 + Math.Exp(-end * end);
        for (var index = 1; index < Intervals; index++)
            sum += (index % 2 == 0 ? 2 : 4) * Math.Exp(-(index * width) * (index * width));
        return Math.Sign(x) * sum * width / 3 * 2 / Math.Sqrt(Math.PI);
    }
}
