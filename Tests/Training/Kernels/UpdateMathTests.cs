using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Every vector width against the formulas in double precision, with guards around the memory.</summary>
public sealed unsafe class UpdateMathTests
{
    private const float Guard = 1234.5f;
    private const int Arrays = 5;

    private static readonly UpdateMath[] Widths =
    [
        new UpdateMath<Vectors512, Vector512<float>>(), new UpdateMath<Vectors256, Vector256<float>>(),
        new UpdateMath<Vectors128, Vector128<float>>(), new UpdateMath<SingleFloat, float>(),
    ];

    public static TheoryData<int> Sizes { get; } = [.. Enumerable.Range(0, 71), 1023, 1024, 1025, 4099];

    [Theory, MemberData(nameof(Sizes))]
    public void SumSquares_EveryWidth_MatchesTheSum(int size)
    {
        foreach (var math in Widths)
        {
            var values = Values(size, seed: size);
            fixed (float* start = values[0])
                Assert.Equal(values[0].Take(size).Sum(value => (double)value * value), math.SumSquares(start, size), 1e-6 * Math.Max(1, size));
        }
    }

    [Theory, MemberData(nameof(Sizes))]
    public void Apply_EveryRuleAndWidth_MatchesTheFormula(int size)
    {
        foreach (var math in Widths)
        {
            foreach (var rule in Rules())
            {
                var values = Values(size, seed: size);
                var expected = Apply(rule, Values(size, seed: size), size);
                fixed (float* weight = values[0], gradient = values[1], first = values[2], second = values[3], average = values[4])
                {
                    var memory = new UpdatePointers { Weight = weight, Gradient = gradient, First = first, Second = second, Average = average };
                    if (rule is SgdRule { Momentum: 0 })
                        memory.First = null;
                    rule.Apply(math, memory, size);
                }

                for (var array = 0; array < Arrays; array++)
                {
                    Assert.All(
                        expected[array].Zip(values[array]),
                        pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, Math.Abs(pair.First))));
                    Assert.Equal(Guard, values[array][size]);
                }
            }
        }
    }

    private static IEnumerable<UpdateRule> Rules()
    {
        foreach (var decay in new[] { 0f, 0.25f })
        {
            yield return new AdamRule
            {
                GradientScale = 0.5f,
                Decay = decay,
                WeightFactor = 1 - decay,
                Beta1 = 0.75f,
                Share1 = 0.25f,
                Beta2 = 0.875f,
                Share2 = 0.125f,
                Rate = 0.125f,
                RootScale = 1.5f,
                Epsilon = 0.0625f,
                AverageShare = 0.25f,
            };
            foreach (var momentum in new[] { 0f, 0.75f })
            {
                yield return new RmsPropRule
                {
                    GradientScale = -0.5f,
                    Decay = decay,
                    Alpha = 0.75f,
                    Share = 0.25f,
                    Epsilon = 0.0625f,
                    Momentum = momentum,
                    Rate = 0.125f,
                    AverageShare = 0.25f,
                };
                yield return new SgdRule
                {
                    GradientScale = 2,
                    Decay = decay,
                    Momentum = momentum,
                    Share = 0.5f,
                    IsNesterov = decay > 0,
                    Rate = 0.125f,
                    AverageShare = 0.25f,
                };
            }
        }

        yield return new AverageRule { AverageShare = 0.25f };
    }

    // Weight, gradient, first, second and average, each followed by a guard.
    private static float[][] Values(int size, int seed)
    {
        var random = new Random(seed);
        return
        [
            .. Enumerable.Range(0, Arrays).Select(array => Enumerable.Range(0, size)
                .Select(_ => array == 3 ? random.NextSingle() : (2 * random.NextSingle()) - 1).Append(Guard).ToArray()),
        ];
    }

    private static double[][] Apply(UpdateRule rule, float[][] values, int size)
    {
        var results = values.Select(array => array.Select(value => (double)value).ToArray()).ToArray();
        var (weights, gradients, firsts, seconds, averages) = (results[0], results[1], results[2], results[3], results[4]);
        for (var index = 0; index < size; index++)
        {
            ref var weight = ref weights[index];
            ref var first = ref firsts[index];
            ref var second = ref seconds[index];
            switch (rule)
            {
                case AdamRule adam:
                    var gradient = (gradients[index] * adam.GradientScale) + (adam.Decay * weight);
                    first = (adam.Beta1 * first) + (adam.Share1 * gradient);
                    second = (adam.Beta2 * second) + (adam.Share2 * gradient * gradient);
                    weight = (weight * adam.WeightFactor) - (adam.Rate * first / ((Math.Sqrt(second) * adam.RootScale) + adam.Epsilon));
                    break;
                case RmsPropRule rms:
                    gradient = (gradients[index] * rms.GradientScale) + (rms.Decay * weight);
                    second = (rms.Alpha * second) + (rms.Share * gradient * gradient);
                    var update = gradient / (Math.Sqrt(second) + rms.Epsilon);
                    if (rms.Momentum != 0)
                        update = first = (rms.Momentum * first) + update;
                    weight -= rms.Rate * update;
                    break;
                case SgdRule sgd:
                    update = (gradients[index] * sgd.GradientScale) + (sgd.Decay * weight);
                    if (sgd.Momentum != 0)
                    {
                        first = (sgd.Momentum * first) + (sgd.Share * update);
                        update = sgd.IsNesterov ? update + (sgd.Momentum * first) : first;
                    }

                    weight -= sgd.Rate * update;
                    break;
                default:
                    break;
            }

            averages[index] += rule.AverageShare * (weight - averages[index]);
        }

        return results;
    }
}
