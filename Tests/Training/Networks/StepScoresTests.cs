using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The forecast at each time step, for a loss at every step, is the forecast for the sequence up to that step.</summary>
public sealed class StepScoresTests
{
    private static readonly NetworkDescription Forecaster =
        NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 5, layerCount: 2) with
        {
            Forecast = new ForecastDescription { Horizon = 3, Targets = 2, TargetFeatures = [1, 0] },
            Normalization = InputNormalization.Standard,
            HasLayerNormalization = true,
        };

    public static TheoryData<NetworkDescription> Forecasters =>
    [
        Forecaster,
        With(SequencePooling.LastStep, forecast => forecast with { ResidualBaseline = ResidualBaseline.LastValue }),
        With(SequencePooling.Mean, forecast => forecast with { ResidualBaseline = ResidualBaseline.SeasonalNaive, SeasonLength = 2 }),
        With(SequencePooling.Max, forecast => forecast with
        {
            ResidualBaseline = ResidualBaseline.SeasonalDrift,
            SeasonLength = 4,
            Transform = TargetTransform.SquareRoot,
            TransformOffset = 10,
        }),
        With(SequencePooling.None, forecast => forecast with
        {
            Horizon = 1,
            ResidualBaseline = ResidualBaseline.SeasonalDrift,
            SeasonLength = 2,
        }),
    ];

    [Theory, MemberData(nameof(Forecasters))]
    public void ComputeStepScores_EachStep_MatchesTheSequenceUpToIt(NetworkDescription description)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        var input = TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1);

        var steps = network.ComputeStepScores(new NetworkInput(input));
        var outputs = steps.TargetScaling.ToOutputs(steps.Scores);

        Assert.Equal([3, 6, description.Forecast.Horizon, 2], outputs.shape);
        for (var time = 1; time <= 6; time++)
        {
            var upTo = network.forward(input.narrow(1, 0, time));
            OnnxAssert.Same(description.HasOutputPerStep ? upTo.narrow(1, time - 1, 1) : upTo, outputs.select(1, time - 1), $"step {time}");
        }
    }

    [Theory, MemberData(nameof(Forecasters))]
    public void ToScores_Outputs_RoundTrips(NetworkDescription description)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);

        var steps = network.ComputeStepScores(new NetworkInput(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1)));

        OnnxAssert.Same(steps.Scores, steps.TargetScaling.ToScores(steps.TargetScaling.ToOutputs(steps.Scores)), "scores");
    }

    public static TheoryData<NetworkDescription, string> Unsupported => new()
    {
        {
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5, bidirectional: true),
            "a layer processes the sequence in reverse, starting with the values to be forecast"
        },
        {
            Forecaster with { Normalization = InputNormalization.Window },
            "normalization Window uses statistics of the whole sequence, which contains the values to be forecast"
        },
        {
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5) with
            {
                Task = RecurrentTask.Classify,
                Classes = 2,
            },
            "its task is Classify"
        },
    };

    [Theory, MemberData(nameof(Unsupported))]
    public void ComputeStepScores_UnsupportedNetwork_ThrowsWithTheReason(NetworkDescription description, string reason)
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        var input = new NetworkInput(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1));

        Assert.Equal(
            $"The network cannot forecast at every time step: {reason}.",
            Assert.Throws<ArgumentException>(() => network.ComputeStepScores(input)).Message);
    }

    private static NetworkDescription With(SequencePooling pooling, Func<ForecastDescription, ForecastDescription> change) =>
        Forecaster with { Pooling = pooling, Forecast = change(Forecaster.Forecast) };
}
