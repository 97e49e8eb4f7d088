using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A forecast from every step, to fit on, is the forecast from the sequence up to that step.</summary>
public sealed class StepScoresTests
{
    private static readonly NetworkDescription Forecaster = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 5, layerCount: 2) with
    {
        Forecast = new ForecastDescription { Horizon = 3, Targets = 2, TargetFeatures = [1, 0] },
        Normalization = InputNormalization.Standard,
        HasLayerNormalization = true,
    };

    public static TheoryData<NetworkDescription> Forecasters =>
    [
        Forecaster,
        Forecaster with { Pooling = SequencePooling.LastStep, Forecast = Forecaster.Forecast with { ResidualBaseline = ResidualBaseline.LastValue } },
        Forecaster with { Pooling = SequencePooling.Mean, Forecast = Forecaster.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalNaive, SeasonLength = 2 } },
        Forecaster with { Pooling = SequencePooling.Max, Forecast = Forecaster.Forecast with { ResidualBaseline = ResidualBaseline.SeasonalDrift, SeasonLength = 4, Transform = TargetTransform.SquareRoot, TransformOffset = 10 } },
        Forecaster with { Pooling = SequencePooling.None, Forecast = Forecaster.Forecast with { Horizon = 1, ResidualBaseline = ResidualBaseline.SeasonalDrift, SeasonLength = 2 } },
    ];

    [Theory, MemberData(nameof(Forecasters))]
    public void StepScores_EachStep_AreThoseOfTheSequenceUpToIt(NetworkDescription description)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        var input = TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1);

        var steps = network.ComputeStepScores(new NetworkInput(input));
        var answers = steps.TargetScaling.ToOutputs(steps.Scores);

        Assert.Equal([3, 6, description.Forecast.Horizon, 2], answers.shape);
        for (var time = 1; time <= 6; time++)
        {
            var upTo = network.forward(input.narrow(1, 0, time));
            OnnxAssert.Same(description.HasOutputPerStep ? upTo.narrow(1, time - 1, 1) : upTo, answers.select(1, time - 1), $"step {time}");
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

    public static TheoryData<NetworkDescription, string> Others => new()
    {
        {
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5, bidirectional: true),
            "a layer walks backwards through time, from what is to be forecast"
        },
        {
            Forecaster with { Normalization = InputNormalization.Window },
            "normalization Window takes the level of the whole sequence, which holds what is to be forecast"
        },
        { NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 5) with { Task = RecurrentTask.Classify, Classes = 2 }, "its task is Classify" },
    };

    [Theory, MemberData(nameof(Others))]
    public void StepScores_OtherNetworks_AreRefusedByName(NetworkDescription description, string fault)
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        var input = new NetworkInput(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1));

        Assert.Equal($"The network gives no forecast at every step: {fault}.", Assert.Throws<ArgumentException>(() => network.ComputeStepScores(input)).Message);
    }
}
