using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>The exponentials of each vector width, against double precision.</summary>
public sealed unsafe class ExponentialTests
{
    // Powers are limited to 2^60.
    private const double MaxPower = 60;

    public static TheoryData<int> Widths => [16, 8, 4, 1];

    [Theory, MemberData(nameof(Widths))]
    public void Negative_AnyValue_MatchesTheExponential(int floats)
    {
        var values = CreateValues();

        var powers = Compute(floats, values, isNegative: true);

        foreach (var (value, power) in values.Zip(powers))
        {
            // Far below the limit, only a sum with 1 is taken of the result.
            var expected = Math.Exp(-(double)value);
            if (double.IsNaN(expected))
                Assert.True(float.IsNaN(power));
            else if (expected > Math.Pow(2, MaxPower - 0.01))
                Assert.InRange(power, (float)Math.Pow(2, MaxPower - 0.02), (float)Math.Pow(2, MaxPower + 0.01));
            else if (expected < Math.Pow(2, 0.01 - MaxPower))
                Assert.InRange(power, 0, (float)Math.Pow(2, 0.02 - MaxPower));
            else
                Assert.InRange(Math.Abs((power / expected) - 1), 0, 2e-7 + (7e-8 * Math.Abs(value)));
        }
    }

    [Theory, MemberData(nameof(Widths))]
    public void TwiceMinusOne_AnyValue_IsPreciseNearZero(int floats)
    {
        var values = CreateValues();

        var powers = Compute(floats, values, isNegative: false);

        foreach (var (value, power) in values.Zip(powers))
        {
            // tanh(x) = e / (e + 2). Where the power from the table is not 1, its rounding error is that of a float near 1.
            var tangent = Math.Tanh(value);
            if (double.IsNaN(tangent))
                Assert.True(float.IsNaN(power));
            else
                Assert.InRange(Math.Abs(((double)power / (power + 2.0)) - tangent), 0, 1e-7 + (1e-6 * Math.Abs(tangent)));
            if (Math.Abs(value) < 0.01)
                Assert.InRange(Math.Abs(((double)power / (power + 2.0)) - tangent), 0, 1e-6 * Math.Abs(tangent));
        }
    }

    // Dense near 0 and at the limits, with the values at which a network overflows.
    private static float[] CreateValues()
    {
        var random = new Random(1);
        return
        [
            .. Enumerable.Range(-4000, 8001).Select(step => step / 1000f),
            .. Enumerable.Range(0, 2000).Select(_ => (random.NextSingle() - 0.5f) * 200),
            .. Enumerable.Range(0, 2000).Select(_ => MathF.Pow(10, -random.NextSingle() * 30) * (random.Next(2) == 0 ? 1 : -1)),
            0f, -0f, float.Epsilon, 1e30f, -1e30f, float.MaxValue, float.MinValue,
            float.PositiveInfinity, float.NegativeInfinity, float.NaN, -float.NaN,
        ];
    }

    private static float[] Compute(int floats, float[] values, bool isNegative)
    {
        Assert.SkipUnless(floats <= VectorWidth.Widest.Floats, $"This processor has no vectors of {floats} floats.");
        var padded = new float[(values.Length + floats - 1) / floats * floats];
        values.CopyTo(padded, 0);
        fixed (float* start = padded)
        {
            switch (floats)
            {
                case 16:
                    Compute<Vectors512, Vector512<float>>(start, padded.Length, isNegative);
                    break;
                case 8:
                    Compute<Vectors256, Vector256<float>>(start, padded.Length, isNegative);
                    break;
                case 4:
                    Compute<Vectors128, Vector128<float>>(start, padded.Length, isNegative);
                    break;
                default:
                    Compute<SingleFloat, float>(start, padded.Length, isNegative);
                    break;
            }
        }

        return padded[..values.Length];
    }

    private static void Compute<TMath, TVector>(float* values, int count, bool isNegative)
        where TMath : struct, IVectorMath<TVector>
        where TVector : struct
    {
        if (isNegative)
            LineExponentials<TMath, TVector>.Negative(values, count);
        else
            LineExponentials<TMath, TVector>.TwiceMinusOne(values, count);
    }
}
