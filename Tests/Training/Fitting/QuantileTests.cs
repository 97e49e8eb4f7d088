using FsCheck.Xunit;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class QuantileTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3) with
        {
            Forecast = new ForecastDescription { Quantiles = [0.05, 0.25, 0.5, 0.95] },
        };

    [Property(Arbitrary = [typeof(RandomSizes)], MaxTest = 30)]
    public void Run_AnyWeightsAndCalibration_QuantilesNeverCross(RandomSizes sizes)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(
            new NetworkDescription
            {
                Features = sizes.Input,
                Layers = sizes.Stack(RecurrentCell.RnnRelu),
                Forecast = new ForecastDescription
                {
                    Horizon = 2,
                    Quantiles = [0.1, 0.2, 0.5, 0.6, 0.99],
                    Transform = TargetTransform.SquareRoot,
                },
                Normalization = InputNormalization.Standard,
            },
            sizes.Seed);

        var output = network.Run(TestNetworks.Input(sizes.Batch, sizes.Time, sizes.Input, sizes.Seed));

        Assert.Equal([sizes.Batch, 2, 1, 5], output.Quantiles!.shape);
        Assert.True(output.Quantiles.diff(1, 3).ge(0).all().item<bool>());
        Assert.Equal(OracleTensors.ToDoubles(output.Quantiles.select(3, 2)), OracleTensors.ToDoubles(output.Output));
    }

    [Fact]
    public void Run_HeadOutputs_AreSoftplusStepsOutwardFromTheMedian()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = CreateConstant(Forecaster, [0.5f, -1, 3, 2]);
        double Softplus(double value) => Math.Log(1 + Math.Exp(value));

        var quantiles = network.Run(TestNetworks.Input(1, 4, 1, seed: 1)).Quantiles!;

        OracleAssert.Same([3 - Softplus(-1) - Softplus(0.5), 3 - Softplus(-1), 3, 3 + Softplus(2)], quantiles, "quantiles");
    }

    // e = target - quantile: max(level * e, (level - 1) * e).
    [Fact]
    public void Pinball_Errors_IsThePinballLoss()
    {
        using var scope = NewDisposeScope();
        var scores = tensor(new float[] { 1, 2, 4, 9 }, [1, 1, 1, 4]);

        var loss = FusedLoss.Pinball(scores, tensor(new float[] { 3 }, [1, 1, 1]), Forecaster.Forecast.Quantiles);

        Assert.Equal(((0.05 * 2) + (0.25 * 1) + (0.5 * 1) + (0.05 * 6)) / 4, loss.item<float>(), 1e-6);
    }

    [Fact]
    public void CalibrateQuantiles_ManyValues_MatchesTheLevels()
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var data = Normal(values: 2000);
        using var network = CreateConstant(Forecaster, [5, 5, 0, 5]);

        NetworkFitter.CalibrateQuantiles(network, data);

        var quantiles = network.Run(data.Inputs).Quantiles!;
        var below = quantiles.gt(data.Targets.unsqueeze(-1)).to(ScalarType.Float32).mean([0, 1, 2]);
        OracleAssert.Same([0.05, 0.25], below.narrow(0, 0, 2).mul(200).round() / 200, "share below");
        OracleAssert.Same([0.95], below.narrow(0, 3, 1).mul(200).round() / 200, "share below");
        Assert.Equal([0], network.Quantiles!.Shift.Skip(2).Take(1));
    }

    // Of 24 values, fewer than 10 are expected outside the 5 % quantile.
    [Theory]
    [InlineData(5)]
    [InlineData(-5)]
    public void CalibrateQuantiles_FewValues_NeverNarrowsTheInterval(float step)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var data = Normal(values: 24);
        var forecast = Forecaster.Forecast with { Quantiles = [0.05, 0.5, 0.95] };
        using var network = CreateConstant(Forecaster with { Forecast = forecast }, [step, 0, step]);
        var raw = network.Run(data.Inputs).Quantiles![0].flatten();

        NetworkFitter.CalibrateQuantiles(network, data);

        var quantiles = network.Run(data.Inputs).Quantiles![0].flatten();
        if (step > 0)
        {
            OracleAssert.Same(OracleTensors.ToDoubles(raw), quantiles, "interval");
            return;
        }

        // ceil(0.95 * 25) = 24: shifted to the farthest value.
        OracleAssert.Same([data.Targets.min().item<float>(), 0, data.Targets.max().item<float>()], quantiles, "interval");
    }

    [Fact]
    public void CalibrateQuantiles_Twice_ComputesTheSameShifts()
    {
        using var scope = NewDisposeScope();
        using var data = Normal(values: 300);
        using var network = CreateConstant(Forecaster, [1, 1, 0, 1]);
        NetworkFitter.CalibrateQuantiles(network, data);
        var first = network.Quantiles!.Shift;

        NetworkFitter.CalibrateQuantiles(network, data);

        Assert.Equal(first, network.Quantiles.Shift);
        Assert.False(network.training);
    }

    [Fact]
    public void CalibrateQuantiles_NoQuantiles_Throws()
    {
        using var data = Normal(values: 30);
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3));

        Assert.Equal(
            "The network has no quantiles to calibrate: add quantiles to its description. (Parameter 'network')",
            Assert.Throws<ArgumentException>(() => NetworkFitter.CalibrateQuantiles(network, data)).Message);
    }

    // The window reveals the noise level; the interval must follow it.
    [Fact]
    public void Fit_NoiseLevelInTheInput_IntervalsFollowIt()
    {
        using var none = NewDisposeScope();
        using var generator = new Generator(3, CPU);
        var loud = (rand([400, 1, 1], generator: generator) > 0.5).to(ScalarType.Float32);
        using var data = SequenceData.FromTensors(
            (loud * ones(400, 3, 1)).DetachFromDisposeScope(), (randn([400, 1, 1], generator: generator) * (0.2 + loud)).DetachFromDisposeScope());
        using var network = RecurrentNetwork.Create(Forecaster with
        {
            Forecast = Forecaster.Forecast with { Quantiles = [0.05, 0.5, 0.95] },
            Normalization = InputNormalization.Standard,
        });

        var summary = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 40, LearningRate = 0.02 });

        using var _ = no_grad();
        Assert.Equal("pinball", summary.Loss);
        var quantiles = network.Run(data.Inputs).Quantiles!;
        var inside = (data.Targets > quantiles.select(3, 0)) & (data.Targets < quantiles.select(3, 2));
        Assert.InRange(inside.to(ScalarType.Float32).mean().item<float>(), 0.85f, 0.95f);
        var width = quantiles.select(3, 2) - quantiles.select(3, 0);
        Assert.True((width[loud > 0.5].mean() / width[loud < 0.5].mean()).item<float>() > 3);
    }

    // A network whose head outputs these values for every input.
    private static RecurrentNetwork CreateConstant(NetworkDescription description, float[] head)
    {
        var network = RecurrentNetwork.Create(description);
        using var none = no_grad();
        network.Head!.weight!.zero_();
        using var values = tensor(head);
        network.Head.bias!.copy_(values);
        network.eval();
        return network;
    }

    private static SequenceData Normal(int values)
    {
        using var generator = new Generator(5, CPU);
        return SequenceData.FromTensors(zeros(values, 2, 1).DetachFromDisposeScope(), randn([values, 1, 1], generator: generator)
            .DetachFromDisposeScope());
    }
}
