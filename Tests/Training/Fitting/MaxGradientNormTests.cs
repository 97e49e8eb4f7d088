using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class MaxGradientNormTests
{
    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.RnnRelu, featureCount: 1, hiddenSize: 6);

    [Fact]
    public void Fit_GradientsAboveTheLimit_AreScaledDownToIt()
    {
        using var data = Huge();
        using var free = TestNetworks.Initial(Network);
        using var limited = TestNetworks.Initial(Network);

        NetworkFitter.Fit(free, data, new FitOptions { Epochs = 1, BatchSize = null });
        NetworkFitter.Fit(limited, data, new FitOptions { Epochs = 1, BatchSize = null, MaxGradientNorm = 0.5 });

        Assert.True(Norm(free) > 1e6);
        Assert.Equal(0.5, Norm(limited), 1e-3);
        // One factor for all: the direction of the step is kept.
        using var scope = NewDisposeScope();
        var cosine = nn.functional.cosine_similarity(Gradients(free), Gradients(limited), dim: 0).item<float>();
        Assert.Equal(1, cosine, 1e-4);
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
        using var data = Huge();
        using var network = TestNetworks.Initial(Network);
        using var free = TestNetworks.Initial(Network);
        var norms = new List<double>();

        NetworkFitter.Fit(
            network, data, new FitOptions { Epochs = 20, BatchSize = 8, MaxGradientNorm = 0.5 }, new LossRecorder(_ => norms.Add(Norm(network))));
        NetworkFitter.Fit(free, data, new FitOptions { Epochs = 20, BatchSize = 8 });

        Assert.Equal(20, norms.Count);
        Assert.All(norms, norm => Assert.InRange(norm, 0, 0.501));
        Assert.All(network.parameters().SelectMany(OracleTensors.ToDoubles), weight => Assert.InRange(weight, -10, 10));
        Assert.NotEqual(free.parameters().SelectMany(OracleTensors.ToDoubles), network.parameters().SelectMany(OracleTensors.ToDoubles));
    }

    private static SequenceData Huge() =>
        SequenceData.FromSeries([.. Enumerable.Range(0, 40).Select(index => 1e4f * MathF.Sin(index))], featureCount: 1, window: 10);

    private static double Norm(RecurrentNetwork network)
    {
        using var scope = NewDisposeScope();
        return Gradients(network).to(ScalarType.Float64).norm().item<double>();
    }

    private static Tensor Gradients(RecurrentNetwork network) => cat([.. network.parameters().Select(parameter => parameter.grad!.flatten())]);
}
