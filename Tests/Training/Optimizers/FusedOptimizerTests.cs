using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The oracle is the optimizer of TorchSharp of the same name.</summary>
public sealed class FusedOptimizerTests
{
    private const double Tolerance = 1e-5;

    public static TheoryData<string> Kinds { get; } = [.. OptimizerPair.Kinds];

    [Theory, MemberData(nameof(Kinds))]
    public void Step_HundredsOfTimes_MatchesTorch(string kind)
    {
        // Vectors, and what is left of them: a shape of every size from 1 to 70, a scalar, and several axes.
        var shapes = Enumerable.Range(1, 70).Select(size => new[] { (long)size }).Append([]).Append([3, 5, 7]).Append([40, 50]).ToArray();
        using var pair = OptimizerPair.Create(kind, seed: 1, shapes);

        for (var step = 0; step < 300; step++)
            pair.Step(missing: step % 3 == 0 ? 0.3 : 0);

        pair.AssertClose(Tolerance);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Step_WithClippingAndAverage_MatchesTorch(string kind)
    {
        using var pair = OptimizerPair.Create(kind, seed: 2, [30, 4], [30], [17, 3], [1]);
        using var expected = new WeightAverage(pair.TorchParameters, 0.9);
        using var actual = new WeightAverage(pair.FusedParameters, 0.9);
        var fused = (IFusedOptimizer)pair.Fused;
        (fused.MaxGradientNorm, fused.Average) = (2, actual);

        for (var step = 0; step < 100; step++)
        {
            // The norm of the gradients is about 8; every seventh step is below the maximum.
            fused.MaxGradientNorm = step % 7 == 0 ? 100 : 2;
            pair.Step(missing: 0.2, clip: fused.MaxGradientNorm);
            expected.Add();
        }

        pair.AssertClose(Tolerance);
        Assert.Equal(100, actual.Steps);
        using (expected.Use())
        using (actual.Use())
            pair.AssertClose(Tolerance);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Step_LargeParameters_SameBitsForAnyNumberOfThreads(int threads)
    {
        var previous = WorkTeam.Threads;
        try
        {
            WorkTeam.Threads = 1;
            var expected = Run();
            WorkTeam.Threads = threads;
            Assert.Equal(expected, Run());
        }
        finally
        {
            WorkTeam.Threads = previous;
        }

        static byte[] Run()
        {
            using var pair = OptimizerPair.Create("adam", seed: 3, [300, 400], [70_001], [5]);
            ((IFusedOptimizer)pair.Fused).MaxGradientNorm = 3;
            for (var step = 0; step < 5; step++)
                pair.Step(clip: 3);
            pair.AssertClose(Tolerance);
            return [.. pair.FusedParameters.SelectMany(parameter => parameter.bytes.ToArray())];
        }
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1.0)]
    public void Step_NaNGradient_SpreadsAsInTorch(double? clip)
    {
        using var pair = OptimizerPair.Create("adam", seed: 4, [20], [9]);
        ((IFusedOptimizer)pair.Fused).MaxGradientNorm = clip;
        using var gradient = ones(20);
        gradient[3] = float.NaN;
        foreach (var weight in new[] { pair.FusedParameters[0], pair.TorchParameters[0] })
            weight.grad = gradient.clone();
        using var other = ones(9);
        foreach (var weight in new[] { pair.FusedParameters[1], pair.TorchParameters[1] })
            weight.grad = other.clone();

        if (clip is { } norm)
            nn.utils.clip_grad_norm_(pair.TorchParameters, norm);
        pair.Fused.step();
        pair.Torch.step();

        foreach (var (fused, torch) in pair.FusedParameters.Zip(pair.TorchParameters))
            Assert.Equal(OracleTensors.ToDoubles(torch).Select(double.IsNaN), OracleTensors.ToDoubles(fused).Select(double.IsNaN));
    }

    [Fact]
    public void Step_WithScheduler_FollowsItsRates()
    {
        using var pair = OptimizerPair.Create("adamw", seed: 5, [33]);
        var schedulers = new[] { pair.Fused, pair.Torch }.Select(optimizer => optim.lr_scheduler.StepLR(optimizer, 10, 0.5)).ToList();

        for (var step = 0; step < 40; step++)
        {
            pair.Step();
            schedulers.ForEach(scheduler => scheduler.step());
        }

        pair.AssertClose(Tolerance);
        Assert.Equal(pair.Torch.ParamGroups.Single().LearningRate, pair.Fused.ParamGroups.Single().LearningRate);
    }

    [Fact]
    public void Step_GroupsOfOtherOptions_MatchesTorch()
    {
        using var pair = OptimizerPair.Create("adam", seed: 6, [10], [20]);
        using var actual = new FusedAdam(Groups(pair.FusedParameters));
        using var expected = optim.Adam(Groups(pair.TorchParameters), beta2: 0.999);
        using var late = new Parameter(ones(5));
        using var lateExpected = new Parameter(ones(5));
        actual.add_param_group(new Adam.ParamGroup([late], lr: 0.3));
        expected.add_param_group(new Adam.ParamGroup([lateExpected], lr: 0.3));

        for (var step = 0; step < 20; step++)
        {
            foreach (var (fused, torch) in pair.FusedParameters.Append(late).Zip(pair.TorchParameters.Append(lateExpected)))
            {
                using var gradient = OptimizerPair.RandomTensor(new Random(step), fused.shape);
                (fused.grad, torch.grad) = (gradient, gradient);
            }

            actual.step();
            expected.step();
        }

        pair.AssertClose(Tolerance);
        TensorAssert.Close(lateExpected, late, Tolerance, "added group");

        static IEnumerable<Adam.ParamGroup> Groups(IReadOnlyList<Parameter> weights) =>
            [new Adam.ParamGroup([weights[0]], lr: 0.1), new Adam.ParamGroup([weights[1]], lr: 0.01, beta1: 0.5, weight_decay: 0.1)];
    }

    [Fact]
    public void Step_ParameterOfTwoModules_IsUpdatedOnce()
    {
        using var weight = new Parameter(ones(2));
        using var average = new WeightAverage([weight, weight], 0.5);
        using var optimizer = new FusedSgd([weight, weight], 0.25) { Average = average };
        using var gradient = ones(2);
        weight.grad = gradient;

        optimizer.step();

        Assert.Equal([0.75, 0.75], OracleTensors.ToDoubles(weight));
    }

    [Fact]
    public void Step_Closure_ReturnsItsLoss()
    {
        using var weight = new Parameter(ones(1));
        using var optimizer = new FusedSgd([weight], 0.25);

        using var none = no_grad();
        using var loss = optimizer.step(() =>
        {
            optimizer.zero_grad();
            var loss = weight.square().sum();
            loss.backward();
            return loss;
        });

        Assert.Equal(1, loss!.item<float>());
        Assert.Equal(0.5f, weight.item<float>());
    }

    // LibTorch refuses the gradient of a result whose weights have changed since; it would be wrong.
    [Fact]
    public void Step_BeforeBackwardOfAnOlderResult_MakesItFail()
    {
        using var weight = new Parameter(ones(3));
        using var optimizer = new FusedAdam([weight]);
        using var older = weight.square().sum();
        weight.sum().backward();

        optimizer.step();

        var exception = Assert.Throws<ExternalException>(() => older.backward());
        Assert.Contains("modified by an inplace operation", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ZeroGrad_ManySteps_LeavesNeitherGradientsNorTensors()
    {
        using var pair = OptimizerPair.Create("adam", seed: 7, [10], [20], []);
        pair.Step();
        var before = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;

        for (var step = 0; step < 100; step++)
        {
            foreach (var weight in pair.FusedParameters)
            {
                using var sum = weight.sum();
                sum.backward();
            }

            pair.Fused.step();
            pair.Fused.zero_grad();
        }

        Assert.Equal(before, DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount);
        Assert.All(pair.FusedParameters, weight => Assert.Null(weight.grad));
    }

    [Fact]
    public void Average_ParameterOfAnotherModule_IsRefused()
    {
        using var weight = new Parameter(ones(3));
        using var other = new Parameter(ones(2, 4));
        using var optimizer = new FusedAdam([weight]);
        using var average = new WeightAverage([weight, other], 0.9);

        var exception = Assert.Throws<ArgumentException>(() => optimizer.Average = average);

        Assert.StartsWith(
            "The average has a parameter of the shape [2, 4] that is not one of the optimizer: create it from the parameters that the optimizer was "
                + "created from.",
            exception.Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    public void MaxGradientNorm_NotAboveZero_IsRefused(double norm)
    {
        using var weight = new Parameter(ones(3));
        using var optimizer = new FusedSgd([weight], 0.1);

        Assert.StartsWith(
            FormattableString.Invariant($"The maximum gradient norm must be above 0, got {norm}."),
            Assert.Throws<ArgumentOutOfRangeException>(() => optimizer.MaxGradientNorm = norm).Message,
            StringComparison.Ordinal);
    }
}
