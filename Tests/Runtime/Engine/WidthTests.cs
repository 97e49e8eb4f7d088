using System.Runtime.Intrinsics;
using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Runtime.Tests;

/// <summary>The row arithmetic and layer normalization of each vector width, against plain loops in double precision.</summary>
public sealed unsafe class WidthTests
{
    private static readonly VectorWidth[] All = [VectorWidth.Bits512, VectorWidth.Bits256, VectorWidth.Bits128, VectorWidth.Scalar];

    public static TheoryData<int, int> WidthsAndCounts =>
        [.. from width in All from count in new[] { 1, 2, 3, 4, 7, 8, 15, 16, 17, 31, 32, 33, 257 } select (width.Floats, count)];

    public static TheoryData<int, int, int> WidthsAndPanels =>
        [.. from width in All from vectors in new[] { 1, 2, 3 } from values in new[] { 1, 2, 21, 64 } select (width.Floats, vectors, values)];

    [Theory, MemberData(nameof(WidthsAndCounts))]
    public void Softmax_AnyCount_MatchesTheFormula(int floats, int count)
    {
        var random = new Random(count);
        foreach (var spread in new[] { 0f, 1f, 20f, 300f })
        {
            var scores = Values(random, count, spread);
            var powers = scores.Select(score => Math.Exp((double)score - scores.Max())).ToArray();

            Width(floats).CreateRowMath().Softmax(scores);

            Assert.All(powers.Zip(scores), pair => Assert.Equal(pair.First / powers.Sum(), pair.Second, 1e-6));
            Assert.All(powers.Zip(scores), pair => Assert.True(pair.First > 1e-45 || pair.Second == 0, "A probability too small for a float is 0."));
        }
    }

    [Theory, MemberData(nameof(WidthsAndCounts))]
    public void Softmax_NaN_MakesEveryProbabilityNaN(int floats, int count)
    {
        var scores = Values(new Random(count), count, 1);
        for (var index = 0; index < count; index++)
        {
            var copy = scores.ToArray();
            copy[index] = float.NaN;

            Width(floats).CreateRowMath().Softmax(copy);

            Assert.All(copy, value => Assert.True(float.IsNaN(value)));
        }
    }

    [Theory, MemberData(nameof(WidthsAndCounts))]
    public void LogSoftmax_AnyCount_MatchesTheFormula(int floats, int count)
    {
        var random = new Random(count);
        foreach (var spread in new[] { 0f, 1f, 20f, 300f })
        {
            var scores = Values(random, count, spread);
            var sum = scores.Max() + Math.Log(scores.Sum(score => Math.Exp((double)score - scores.Max())));
            var expected = scores.Select(score => score - sum).ToArray();

            Width(floats).CreateRowMath().LogSoftmax(scores);

            Assert.All(expected.Zip(scores), pair => Assert.Equal(pair.First, pair.Second, 1e-6 * Math.Max(1, Math.Abs(pair.First))));
            scores[count / 2] = float.NaN;
            Width(floats).CreateRowMath().LogSoftmax(scores);
            Assert.All(scores, value => Assert.True(float.IsNaN(value)));
        }
    }

    public static TheoryData<int, ActivationKind> WidthsAndFunctions =>
        [.. from width in All from kind in Enum.GetValues<ActivationKind>() select (width.Floats, kind)];

    [Theory, MemberData(nameof(WidthsAndFunctions))]
    public void Activation_EveryFunction_MatchesTheFormula(int floats, ActivationKind kind)
    {
        var function = ActivationFunction.Create(kind, alpha: 0.3f, beta: -0.1f);
        float[] inputs =
        [
            .. Enumerable.Range(-4000, 8001).Select(step => step / 400f),
            .. Enumerable.Range(-100, 201).Select(step => MathF.CopySign(MathF.Pow(10, (MathF.Abs(step) / 4) - 10), step)),
            0, -0f, 1e30f, -1e30f,
        ];
        var outputs = new float[inputs.Length + VectorWidth.Widest.Floats];
        inputs.CopyTo(outputs, 0);

        Apply(Width(floats), function, outputs, inputs.Length);

        foreach (var (input, output) in inputs.Zip(outputs))
        {
            var expected = PlainActivation.Apply(function, input);

            // Near 0, the error of a function with a power is absolute. The Gaussian error of a large negative number is a difference of two numbers
            // near 1, as in ONNX Runtime.
            var scale = kind is ActivationKind.Gelu or ActivationKind.GeluTanh ? Math.Abs(input)
                : kind is ActivationKind.Relu or ActivationKind.LeakyRelu or ActivationKind.Identity or ActivationKind.Softsign ? 0
                : 0.25;
            var tolerance = 3e-7 * Math.Max(Math.Abs(expected), scale);
            Assert.True(Math.Abs(expected - output) <= tolerance, $"{function} of {input} is {output}, expected {expected}.");
        }

        float[] undefined = [.. Enumerable.Repeat(float.NaN, VectorWidth.Widest.Floats)];
        Apply(Width(floats), function, undefined, undefined.Length);
        Assert.All(undefined, value => Assert.True(float.IsNaN(value)));
    }

    [Theory, InlineData(16), InlineData(8), InlineData(4), InlineData(1)]
    public void ErrorFunction_AnyValue_HasARelativeErrorOfAtMost1e7(int floats)
    {
        for (var step = -4000; step <= 4000; step++)
        {
            var x = step / 800f;
            var expected = PlainActivation.Erf(x);

            var actual = Width(floats).Floats switch
            {
                16 => ErrorFunction<Vectors512, Vector512<float>>.Compute(Vector512.Create(x))[3],
                8 => ErrorFunction<Vectors256, Vector256<float>>.Compute(Vector256.Create(x))[3],
                4 => ErrorFunction<Vectors128, Vector128<float>>.Compute(Vector128.Create(x))[3],
                _ => ErrorFunction<SingleFloat, float>.Compute(x),
            };

            Assert.True(Math.Abs(expected - actual) <= 1.2e-7 * Math.Abs(expected), $"erf({x}) is {actual}, expected {expected}.");
        }
    }

    [Theory, MemberData(nameof(WidthsAndCounts))]
    public void AddAndDivide_AnyCount_RoundAsFloatsDo(int floats, int count)
    {
        var random = new Random(count);
        var (values, addend) = (Values(random, count, 3), Values(random, count, 3));
        var (sums, quotients) = (values.ToArray(), values.ToArray());

        Width(floats).CreateRowMath().Add(sums, addend);
        Width(floats).CreateRowMath().Divide(quotients, 7);

        Assert.Equal(values.Zip(addend, (left, right) => left + right), sums);
        Assert.Equal(values.Select(value => value / 7), quotients);
    }

    [Theory, MemberData(nameof(WidthsAndPanels))]
    public void LayerNormalization_Panels_MatchTheFormulaAndSingleRows(int floats, int vectors, int values)
    {
        var random = new Random(values);
        var norm = new NormWeights(Values(random, values, 2), Values(random, values, 2));
        var stride = vectors * floats;
        var source = Values(random, values * stride, 5);
        var target = new float[source.Length];

        Apply(Width(floats), norm, source, target, stride);

        for (var row = 0; row < stride; row++)
        {
            var hidden = Enumerable.Range(0, values).Select(value => source[(value * stride) + row]).ToArray();
            var mean = hidden.Average(value => (double)value);
            var standardDeviation = Math.Sqrt(hidden.Average(value => (value - mean) * (value - mean)) + 1e-5);
            var expected = hidden.Select((value, index) => ((value - mean) / standardDeviation * norm.Scale[index]) + norm.Shift[index]);
            var alone = new float[values];

            Apply(Width(floats), norm, hidden, alone, 1);

            Assert.Equal(alone, Enumerable.Range(0, values).Select(value => target[(value * stride) + row]));
            Assert.All(expected.Zip(alone), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
        }
    }

    private static void Apply(VectorWidth width, NormWeights norm, float[] source, float[] target, int stride)
    {
        fixed (float* from = source, to = target)
            width.CreateLayerNormalization(1e-5f).Apply(norm, from, to, stride);
    }

    private static void Apply(VectorWidth width, ActivationFunction function, float[] values, int count)
    {
        fixed (float* start = values)
            width.CreateActivationMath().Apply(function, start, count);
    }

    private static VectorWidth Width(int floats)
    {
        Assert.SkipUnless(floats <= VectorWidth.Widest.Floats, $"This processor has no vectors of {floats} floats.");
        return All.Single(width => width.Floats == floats);
    }

    private static float[] Values(Random random, int count, float spread) =>
        [.. Enumerable.Range(0, count).Select(_ => ((random.NextSingle() * 2) - 1) * spread)];
}
