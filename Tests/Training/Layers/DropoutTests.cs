using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class DropoutTests
{
    [Theory, InlineData(0.1), InlineData(0.5), InlineData(0.9)]
    public void Run_ManyValues_DropsTheFractionIndependently(double probability)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        const int Count = 300_000;

        var kept = (DropoutCall.Run(ones(Count), probability) > 0).@double();

        // Binomial: five standard deviations.
        var deviation = Math.Sqrt(probability * (1 - probability) / Count);
        Assert.InRange(kept.mean().item<double>(), 1 - probability - (5 * deviation), 1 - probability + (5 * deviation));
        var centered = kept - (1 - probability);
        foreach (var distance in new[] { 1, 2, 7, 8, 16, 64, 100, 1 << 15, 1 << 16 })
        {
            var covariance = (centered.narrow(0, 0, Count - distance) * centered.narrow(0, distance, Count - distance)).mean().item<double>();
            Assert.InRange(covariance / (probability * (1 - probability)), -5 / Math.Sqrt(Count - distance), 5 / Math.Sqrt(Count - distance));
        }
    }

    [Theory, InlineData(1), InlineData(31), InlineData(70_001)]
    public void Backward_AnySize_HasThePatternOfTheForwardPass(int count)
    {
        using var scope = NewDisposeScope();
        manual_seed(count);
        var values = (rand(count) + 1).requires_grad_(true);

        var dropped = DropoutCall.Run(values, 0.3);
        dropped.backward([ones(count)]);

        TensorAssert.Close(where(dropped == 0, zeros(count), values / 0.7f), dropped, 1e-6, "values");
        TensorAssert.Close(where(dropped == 0, zeros(count), full(count, 1 / 0.7f)), values.grad!, 1e-6, "gradient");
    }

    [Fact]
    public void Run_SameSeed_GivesTheSameForAnyNumberOfThreads()
    {
        using var scope = NewDisposeScope();
        var values = rand(200, 1_000);
        var threads = WorkTeam.Threads;
        try
        {
            var results = new[] { 1, 2, 5 }.Select(count =>
            {
                WorkTeam.Threads = count;
                manual_seed(5);
                return (First: DropoutCall.Run(values, 0.5), Second: DropoutCall.Run(values, 0.5));
            }).ToList();

            Assert.All(results, result => Assert.True(result.First.equal(results[0].First).all().item<bool>()));
            Assert.All(results, result => Assert.True(result.Second.equal(results[0].Second).all().item<bool>()));
            Assert.False(results[0].First.equal(results[0].Second).all().item<bool>());
        }
        finally
        {
            WorkTeam.Threads = threads;
        }
    }

    [Fact]
    public void Run_Extremes_DropsNothingOrEverything()
    {
        using var scope = NewDisposeScope();
        var values = rand(1_000) + 1;

        Assert.True(DropoutCall.Run(values, 0).equal(values).all().item<bool>());
        Assert.Equal(0, DropoutCall.Run(values, 1).abs().sum().item<float>());
        Assert.Equal(ScalarType.Float64, DropoutCall.Run(values.@double(), 0.5).dtype);
    }

    [Fact]
    public void Backward_GradientOfGradient_HasThePattern()
    {
        using var scope = NewDisposeScope();
        var values = (rand(50) + 1).requires_grad_(true);
        var upstream = rand([50], requires_grad: true);

        var dropped = DropoutCall.Run(values, 0.4);
        var gradient = autograd.grad([dropped], [values], [upstream], retain_graph: true, create_graph: true)[0];
        gradient.sum().backward();

        TensorAssert.Close(where(dropped == 0, zeros(50), full(50, 1 / 0.6f)), upstream.grad!, 1e-6, "gradient");
    }
}
