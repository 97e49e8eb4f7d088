using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class MaxGradientNormTests
{
    private const double Rate = 1e-3;

    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.RnnRelu, featureCount: 1, hiddenSize: 6);

    [Fact]
    public void Fit_GradientsAboveTheLimit_AreScaledDownToIt()
    {
        using var data = Huge();
        using var free = TestNetworks.Initial(Network);
        using var limited = TestNetworks.Initial(Network);

        using var scope = NewDisposeScope();
        var unlimited = FitOnce(free, data, null);
        var applied = FitOnce(limited, data, 0.5);

        Assert.True(Norm(unlimited) > 1e6);
        Assert.Equal(0.5, Norm(applied), 1e-3);
        // One factor for all: the direction of the step is kept.
        Assert.Equal(1, nn.functional.cosine_similarity(unlimited, applied, dim: 0).item<double>(), 1e-4);
    }

    [Fact]
    public void Fit_GradientsBelowTheLimit_AreUnchanged()
    {
        using var data = TestData.Sine();
        using var free = TestNetworks.Initial(Network);
        using var limited = TestNetworks.Initial(Network);

        NetworkFitter.Fit(free, data, new FitOptions { Epochs = 3 });
        NetworkFitter.Fit(limited, data, new FitOptions { Epochs = 3, MaxGradientNorm = 1e6 });

        // Not bit for bit: a norm below the limit is still multiplied by a factor that is clamped to 1.
        Assert.Equal(free.parameters().SelectMany(OracleTensors.ToDoubles), limited.parameters()
            .SelectMany(OracleTensors.ToDoubles), (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void Fit_HugeGradients_StayAtTheLimitInEveryEpoch()
    {
        using var scope = NewDisposeScope();
        using var data = Huge();
        using var network = TestNetworks.Initial(Network);
        using var free = TestNetworks.Initial(Network);
        var before = Weights(network);
        var changes = new List<double>();

        NetworkFitter.Fit(network, data, Options(20, 8) with { MaxGradientNorm = 0.5 }, new LossRecorder(_ =>
        {
            var after = Weights(network);
            changes.Add(Norm(before - after));
            before = after;
        }));

        Assert.Equal(20, changes.Count);
        // Momentum adds up to ten gradients; an epoch has four batches.
        Assert.All(changes, change => Assert.InRange(change, 0, 4 * 10 * 0.501 * Rate));
        Assert.All(network.parameters().SelectMany(OracleTensors.ToDoubles), weight => Assert.InRange(weight, -10, 10));
        Assert.Contains("clip the gradients", Assert.Throws<InvalidOperationException>(() => NetworkFitter.Fit(free, data, Options(20, 8))).Message);
    }

    // The gradient that the first step of a descent with momentum applied: the optimizer clips while it reads gradients, and leaves them as they are.
    private static Tensor FitOnce(RecurrentNetwork network, SequenceData data, double? norm)
    {
        var before = Weights(network);
        NetworkFitter.Fit(network, data, Options(1, null) with { MaxGradientNorm = norm });
        return (before - Weights(network)) / Rate;
    }

    private static FitOptions Options(int epochs, int? batch) => new()
    {
        Epochs = epochs,
        BatchSize = batch,
        Optimizer = FitOptimizer.Sgd,
        LearningRate = Rate,
    };

    private static SequenceData Huge() =>
        SequenceData.FromSeries([.. Enumerable.Range(0, 40).Select(index => 1e4f * MathF.Sin(index))], featureCount: 1, window: 10);

    private static double Norm(Tensor gradient) => gradient.norm().item<double>();

    private static Tensor Weights(RecurrentNetwork network) =>
        cat([.. network.parameters().Select(parameter => parameter.detach().to(ScalarType.Float64).flatten())]);
}
