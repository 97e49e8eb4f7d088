using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>A forecast from every step, to fit on, is the forecast from the sequence up to that step.</summary>
public sealed class StepScoresTests
{
    private static readonly NetworkDescription Forecaster = NetworkDescription.Create(RecurrentCell.Lstm, features: 2, hidden: 5, layers: 2) with
    {
        Horizon = 3,
        Targets = 2,
        TargetFeatures = [1, 0],
        Normalization = InputNormalization.Standard,
        LayerNormalization = true,
    };

    public static TheoryData<NetworkDescription> Forecasters =>
    [
        Forecaster,
        Forecaster with { Read = SequenceReading.LastStep, Base = BaseForecast.Last },
        Forecaster with { Read = SequenceReading.Mean, Base = BaseForecast.Seasonal, Season = 2 },
        Forecaster with { Read = SequenceReading.Max, Base = BaseForecast.Drift, Season = 4, Transform = TargetTransform.SquareRoot, TransformOffset = 10 },
        Forecaster with { Read = SequenceReading.Every, Horizon = 1, Base = BaseForecast.Drift, Season = 2 },
    ];

    [Theory, MemberData(nameof(Forecasters))]
    public void StepScores_EachStep_AreThoseOfTheSequenceUpToIt(NetworkDescription description)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        var input = TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1);

        var steps = network.StepScores(new NetworkInput(input));
        var answers = steps.Frame.ToAnswers(steps.Scores);

        Assert.Equal([3, 6, description.Horizon, 2], answers.shape);
        for (var time = 1; time <= 6; time++)
        {
            var upTo = network.forward(input.narrow(1, 0, time));
            OnnxAssert.Same(description.AnswersEveryStep ? upTo.narrow(1, time - 1, 1) : upTo, answers.select(1, time - 1), $"step {time}");
        }
    }

    [Theory, MemberData(nameof(Forecasters))]
    public void ToScores_OfAnswers_GivesTheScoresBack(NetworkDescription description)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);

        var steps = network.StepScores(new NetworkInput(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1)));

        OnnxAssert.Same(steps.Scores, steps.Frame.ToScores(steps.Frame.ToAnswers(steps.Scores)), "scores");
    }

    public static TheoryData<NetworkDescription, string> Others => new()
    {
        {
            NetworkDescription.Create(RecurrentCell.Gru, features: 2, hidden: 5, bidirectional: true),
            "a layer walks backwards through time, from what is to be forecast"
        },
        {
            Forecaster with { Normalization = InputNormalization.Window },
            "normalization Window takes the level of the whole sequence, which holds what is to be forecast"
        },
        { NetworkDescription.Create(RecurrentCell.Gru, features: 2, hidden: 5) with { Task = RecurrentTask.Classify, Classes = 2 }, "its task is Classify" },
    };

    [Theory, MemberData(nameof(Others))]
    public void StepScores_OtherNetworks_AreRefusedByName(NetworkDescription description, string fault)
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Create(description);
        var input = new NetworkInput(TestNetworks.Input(batch: 3, time: 6, features: 2, seed: 1));

        Assert.Equal($"The network gives no forecast at every step: {fault}.", Assert.Throws<ArgumentException>(() => network.StepScores(input)).Message);
    }
}
