using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class FitOptionsTests
{
    public static TheoryData<FitOptions, string> Faulty => new()
    {
        { new FitOptions { Epochs = 0 }, "epochs is 0, expected at least 1" },
        { new FitOptions { BatchSize = 0 }, "batch size is 0, expected at least 1" },
        { new FitOptions { LearningRate = 0 }, "learning rate is 0, expected above 0" },
        { new FitOptions { LearningRate = -0.5 }, "learning rate is -0.5, expected above 0" },
        { new FitOptions { LearningRate = double.NaN }, "learning rate is NaN, expected above 0" },
        { new FitOptions { LearningRate = double.PositiveInfinity }, "learning rate is Infinity, expected above 0" },
        { new FitOptions { MaxGradientNorm = 0 }, "gradient norm is 0, expected above 0" },
        { new FitOptions { MaxGradientNorm = double.NaN }, "gradient norm is NaN, expected above 0" },
        { new FitOptions { WeightDecay = -1 }, "weight decay is -1, expected at least 0" },
        { new FitOptions { WarmUpEpochs = -1 }, "warm-up epochs is -1, expected at least 0" },
        { new FitOptions { ClassWeights = [1, 0, 0.5] }, "class weights are 1, 0, 0.5, expected each above 0" },
        { new FitOptions { Patience = 0 }, "patience is 0, expected at least 1" },
        { new FitOptions { StoppingThreshold = -0.5 }, "sufficient loss is -0.5, expected at least 0" },
        { new FitOptions { StoppingThreshold = double.NaN }, "sufficient loss is NaN, expected at least 0" },
        { new FitOptions { InputNoise = double.NaN }, "input noise is NaN, expected at least 0" },
        { new FitOptions { MaxTimeMaskFraction = 1 }, "time mask is 1, expected 0 to less than 1" },
        { new FitOptions { MaxTimeStretch = -0.5 }, "time stretch is -0.5, expected 0 to less than 1" },
        { new FitOptions { MaxShift = -1 }, "shift is -1, expected at least 0" },
        { new FitOptions { TruncatedBpttSteps = 0 }, "truncated steps is 0, expected at least 1" },
        { new FitOptions { Beta2 = 1 }, "beta2 is 1, expected 0 to less than 1" },
        { new FitOptions { Beta2 = 0.9, Optimizer = FitOptimizer.Sgd }, "beta2 does not go with the optimizer sgd" },
        { new FitOptions { WeightAverageDecay = 1 }, "weight averaging is 1, expected above 0 and less than 1" },
        { new FitOptions { TimeLimit = TimeSpan.Zero }, "time limit is 00:00:00, expected above zero" },
        { new FitOptions { Resume = true }, "there is no checkpoint file to resume from" },
        {
            new FitOptions { Epochs = -1, BatchSize = -2, LearningRate = -3, MaxGradientNorm = -4 },
            "epochs is -1, expected at least 1; batch size is -2, expected at least 1; learning rate is -3, expected above 0; gradient norm is -4, expected above 0"
        },
    };

    [Theory, MemberData(nameof(Faulty))]
    public void Fit_FaultyOptions_ListsEveryFault(FitOptions options, string faults)
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2));

        var exception = Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(network, data, options));

        Assert.Equal($"The fit cannot be started: {faults}.", exception.Message);
    }

    [Fact]
    public void Validate_Defaults_AreValid() => new FitOptions().Validate();
}
