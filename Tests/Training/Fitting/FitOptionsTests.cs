using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class FitOptionsTests
{
    public static TheoryData<FitOptions, string> Invalid => new()
    {
        { new FitOptions { Epochs = 0 }, "epochs must be at least 1, got 0" },
        { new FitOptions { BatchSize = 0 }, "batch size must be at least 1, got 0" },
        { new FitOptions { LearningRate = 0 }, "learning rate must be above 0, got 0" },
        { new FitOptions { LearningRate = -0.5 }, "learning rate must be above 0, got -0.5" },
        { new FitOptions { LearningRate = double.NaN }, "learning rate must be above 0, got NaN" },
        {
            new FitOptions { LearningRate = double.PositiveInfinity },
            "learning rate must be within the range of float32, 1.4e-45 to 3.4e+38, got Infinity"
        },
        {
            new FitOptions { LearningRate = 1e-50 },
            "learning rate must be within the range of float32, 1.4e-45 to 3.4e+38, got 1E-50"
        },
        {
            new FitOptions { MaxGradientNorm = 1e39, WeightDecay = 1e-320 },
            "weight decay must be within the range of float32, 1.4e-45 to 3.4e+38, got 1E-320; "
                + "maximum gradient norm must be within the range of float32, 1.4e-45 to 3.4e+38, got 1E+39"
        },
        { new FitOptions { MaxGradientNorm = 0 }, "maximum gradient norm must be above 0, got 0" },
        { new FitOptions { MaxGradientNorm = double.NaN }, "maximum gradient norm must be above 0, got NaN" },
        { new FitOptions { WeightDecay = -1 }, "weight decay must be at least 0, got -1" },
        { new FitOptions { WarmUpEpochs = -1 }, "warm-up epochs must be at least 0, got -1" },
        { new FitOptions { ClassWeights = [1, 0, 0.5] }, "class weights must each be above 0, got 1, 0, 0.5" },
        { new FitOptions { Patience = 0 }, "patience must be at least 1, got 0" },
        { new FitOptions { StoppingThreshold = -0.5 }, "stopping threshold must be at least 0, got -0.5" },
        { new FitOptions { StoppingThreshold = double.NaN }, "stopping threshold must be at least 0, got NaN" },
        { new FitOptions { InputNoise = double.NaN }, "input noise must be at least 0, got NaN" },
        { new FitOptions { MaxTimeMaskFraction = 1 }, "time mask must be from 0 to less than 1, got 1" },
        { new FitOptions { MaxTimeStretch = -0.5 }, "time stretch must be from 0 to less than 1, got -0.5" },
        { new FitOptions { MaxShift = -1 }, "shift must be at least 0, got -1" },
        { new FitOptions { TruncatedBpttSteps = 0 }, "steps of truncated back-propagation must be at least 1, got 0" },
        { new FitOptions { Beta2 = 1 }, "beta2 must be from 0 to less than 1, got 1" },
        { new FitOptions { Beta2 = 0.9, Optimizer = FitOptimizer.Sgd }, "beta2 requires the optimizer adam or adamw, got sgd" },
        { new FitOptions { WeightAverageDecay = 1 }, "weight average decay must be above 0 and less than 1, got 1" },
        { new FitOptions { TimeLimit = TimeSpan.Zero }, "time limit must be above zero, got 00:00:00" },
        { new FitOptions { Resume = true }, "resuming requires a checkpoint file" },
        {
            new FitOptions { Epochs = -1, BatchSize = -2, LearningRate = -3, MaxGradientNorm = -4 },
            "epochs must be at least 1, got -1; batch size must be at least 1, got -2; learning rate must be above 0, got -3; maximum gradient "
                + "norm must be above 0, got -4"
        },
    };

    [Theory, MemberData(nameof(Invalid))]
    public void Fit_InvalidOptions_ListsEveryError(FitOptions options, string errors)
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 2));

        var exception = Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(network, data, options));

        Assert.Equal($"The options of the fit are invalid: {errors}.", exception.Message);
    }

    [Fact]
    public void Validate_Defaults_AreValid() => new FitOptions().Validate();
}
