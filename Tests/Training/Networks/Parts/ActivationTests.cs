using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class ActivationTests
{
    private static readonly float[] Values = [float.MinValue, -1e30f, -100, -20, -3, -1, -0.3f, -1e-20f, 0, 1e-20f, 0.2f, 1, 2.5f, 20, 100, 1e30f];

    public static TheoryData<int> Functions => [.. Enumerable.Range(0, PartVariants.Activations.Count)];

    [Theory, MemberData(nameof(Functions))]
    public void Apply_Values_MatchesTheFormula(int index)
    {
        using var scope = NewDisposeScope();
        var function = PartVariants.Activations[index];

        var actual = OracleTensors.ToDoubles(Activations.Apply(function, tensor(Values)));

        for (var value = 0; value < Values.Length; value++)
        {
            var expected = Compute(function, Values[value]);
            Assert.True(
                Math.Abs(expected - actual[value]) <= 1e-6 * Math.Max(1, Math.Abs(expected)),
                $"{function}({Values[value]}): expected {expected}, got {actual[value]}.");
        }
    }

    [Theory, MemberData(nameof(Functions))]
    public void Apply_LargeValues_GradientIsFinite(int index)
    {
        using var scope = NewDisposeScope();
        var values = tensor(new[] { -1e4f, -100, -1, -0.0f, 0, 1, 100, 1e4f }).requires_grad_();

        Activations.Apply(PartVariants.Activations[index], values).sum().backward();

        Assert.All(OracleTensors.ToDoubles(values.grad!), gradient => Assert.True(double.IsFinite(gradient)));
    }

    private static double Compute(ActivationFunction function, double x) => function.Kind switch
    {
        ActivationKind.Relu => Math.Max(0, x),
        ActivationKind.Tanh => Math.Tanh(x),
        ActivationKind.Sigmoid => 1 / (1 + Math.Exp(-x)),
        ActivationKind.HardSigmoid => Math.Max(0, Math.Min(1, (function.Alpha * x) + function.Beta)),
        ActivationKind.Gelu => x * StandardNormal(x),
        ActivationKind.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        ActivationKind.LeakyRelu => x >= 0 ? x : function.Alpha * x,
        ActivationKind.Elu => x >= 0 ? x : function.Alpha * (Math.Exp(x) - 1),
        ActivationKind.Softplus => x > 30 ? x : Math.Log(1 + Math.Exp(x)),
        ActivationKind.Softsign => x / (1 + Math.Abs(x)),
        ActivationKind.Affine => (function.Alpha * x) + function.Beta,
        _ => x,
    };

    // The distribution function of the standard normal distribution, by its series (Abramowitz and Stegun 26.2.10).
    private static double StandardNormal(double x)
    {
        if (Math.Abs(x) > 8)
            return x > 0 ? 1 : 0;
        var (term, sum) = (x, x);
        for (var n = 1; n < 200; n++)
        {
            term *= -x * x / (2 * n);
            sum += term / ((2 * n) + 1);
        }

        return 0.5 + (sum / Math.Sqrt(2 * Math.PI));
    }
}
