using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class OptimizerFactoryTests
{
    public static TheoryData<FitOptions, double, double, double> Rates => new()
    {
        { new FitOptions { Epochs = 10 }, 7, 0.5, 1 },
        { new FitOptions { Epochs = 10, Schedule = LearningRateSchedule.Linear }, 0, 1, 1 },
        { new FitOptions { Epochs = 10, Schedule = LearningRateSchedule.Linear }, 7.5, 0.5, 0.25 },
        { new FitOptions { Epochs = 10, Schedule = LearningRateSchedule.Cosine }, 5, 1, 0.5 },
        { new FitOptions { Epochs = 8, Schedule = LearningRateSchedule.Cosine }, 2, 1, (1 + Math.Sqrt(0.5)) / 2 },
        { new FitOptions { Epochs = 8, Schedule = LearningRateSchedule.Steps }, 3.9, 0.1, 1 },
        { new FitOptions { Epochs = 8, Schedule = LearningRateSchedule.Steps }, 4, 0.1, 0.1 },
        { new FitOptions { Epochs = 8, Schedule = LearningRateSchedule.Steps }, 6, 0.1, 0.01 },
        { new FitOptions { Epochs = 8, Schedule = LearningRateSchedule.Late }, 4, 0.1, 1 },
        { new FitOptions { Epochs = 8, Schedule = LearningRateSchedule.Late }, 7, 0.1, 0.25 },
        { new FitOptions { Epochs = 10, WarmUpEpochs = 2 }, 0, 0.25, 0.125 },
        { new FitOptions { Epochs = 10, WarmUpEpochs = 2 }, 1.75, 0.25, 1 },
        { new FitOptions { Epochs = 10, WarmUpEpochs = 2 }, 2, 0.25, 1 },
    };

    [Theory, MemberData(nameof(Rates))]
    public void GetFactor_EverySchedule_MatchesTheFormula(FitOptions options, double done, double batch, double expected) =>
        Assert.Equal(expected, OptimizerFactory.GetFactor(options, done, batch), 12);

    [Theory]
    [InlineData(2, 0.9, 0.1)]
    [InlineData(9, 0.5, 0.1)]
    [InlineData(0, 1.5, 0)]
    public void GetFactor_TimeLimit_UsesTheLaterOfEpochsAndTime(double done, double time, double expected) =>
        Assert.Equal(
            expected, OptimizerFactory.GetFactor(new FitOptions { Epochs = 10, Schedule = LearningRateSchedule.Linear }, done, 0.1, time), 12);

    // Adam's second step from w = 1 with the gradients 2 and 1, computed by hand: m = 0.1 * (0.9 * 2 + 1) and v = (1 - b) * (b * 4 + 1), each
    // divided by 1 - beta^2.
    [Theory]
    [InlineData(null, 0.999)]
    [InlineData(0.5, 0.5)]
    public void Create_Beta2_SetsTheSecondMomentDecay(double? beta2, double expectedBeta)
    {
        using var weight = new Parameter(ones(1));
        using var optimizer = OptimizerFactory.Create(new FitOptions { LearningRate = 0.1, Beta2 = beta2 }, [weight]);
        foreach (var gradient in new[] { 2f, 1f })
        {
            optimizer.zero_grad();
            (gradient * weight).sum().backward();
            optimizer.step();
        }

        var mean = 0.1 * ((0.9 * 2) + 1) / (1 - (0.9 * 0.9));
        var size = (1 - expectedBeta) * ((expectedBeta * 4) + 1) / (1 - (expectedBeta * expectedBeta));
        Assert.Equal(1 - 0.1 - (0.1 * mean / Math.Sqrt(size)), weight.item<float>(), 1e-5);
    }

    // The first step of each optimizer from w = 1 with gradient 2 and learning rate 0.1, computed by hand.
    [Theory]
    [InlineData(FitOptimizer.Adam, 0, 0.9)]
    [InlineData(FitOptimizer.Sgd, 0, 0.8)]
    [InlineData(FitOptimizer.RmsProp, 0, 0)]
    [InlineData(FitOptimizer.Sgd, 0.5, 0.75)]
    [InlineData(FitOptimizer.AdamW, 0.5, 0.85)]
    public void Create_EveryOptimizer_MatchesTheFirstStep(FitOptimizer optimizer, double decay, double expected)
    {
        using var weight = new Parameter(ones(1));
        using var actual = OptimizerFactory.Create(new FitOptions { Optimizer = optimizer, LearningRate = 0.1, WeightDecay = decay }, [weight]);
        (2 * weight).sum().backward();

        actual.step();

        // RMSprop: 2 / sqrt(0.01 * 4) = 10, times 0.1.
        Assert.Equal(expected, weight.item<float>(), 1e-6);
    }
}
