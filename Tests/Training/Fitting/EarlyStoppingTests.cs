using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class EarlyStoppingTests
{
    private static readonly NetworkDescription Network = NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4);

    [Fact]
    public void Fit_ValidationThatOnlyGetsWorse_StopsAndKeepsTheFirstEpoch()
    {
        using var data = TestData.Sine();
        // The negated training targets: the better the fit, the larger the validation loss.
        using var opposite = SequenceData.FromTensors(data.Inputs.clone(), -10 * data.Targets);
        using var network = TestNetworks.Initial(Network);
        using var expected = TestNetworks.Initial(Network);
        var recorder = new LossRecorder();

        var summary = NetworkFitter.Fit(network, data, opposite, new FitOptions { Epochs = 20, Patience = 3 }, recorder);
        NetworkFitter.Fit(expected, data, new FitOptions { Epochs = 1 });

        Assert.Equal([1, 2, 3, 4], recorder.Reports.Select(report => report.Epoch));
        Assert.Equal((4, 1, recorder.Reports[0].ValidationLoss), (summary.Epochs, summary.BestEpoch, summary.ValidationLoss));
        Assert.Equal(Weights(expected), Weights(network));
    }

    [Fact]
    public void Fit_ValidationData_IsScoredWithoutDropoutOrNoise()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4,
            layerCount: 2) with
        {
            Regularization = new RegularizationDescription { Dropout = 0.5 },
        });
        var recorder = new LossRecorder();

        NetworkFitter.Fit(network, data, data, new FitOptions { Epochs = 1, BatchSize = 40, InputNoise = 0.5 }, recorder);

        using var none = no_grad();
        using var scope = NewDisposeScope();
        Assert.Equal((network.forward(data.Inputs) - data.Targets).square().mean().item<float>(), recorder.Reports[0].ValidationLoss!.Value, 1e-6);
    }

    [Fact]
    public void Fit_PatienceWithoutValidation_IsRefused()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Network);

        Assert.Equal(
            "The options of the fit are invalid: patience requires validation data.",
            Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(network, data, new FitOptions { Patience = 1 })).Message);
    }

    [Fact]
    public void Fit_StoppingThreshold_EndsWithTheEpochThatReachesIt()
    {
        using var data = TestData.Sine();
        using var whole = TestNetworks.Initial(Network);
        using var network = TestNetworks.Initial(Network);
        var (all, some) = (new LossRecorder(), new LossRecorder());
        NetworkFitter.Fit(whole, data, data, new FitOptions { Epochs = 10 }, all);
        var enough = all.Reports[5].ValidationLoss!.Value;
        var expected = all.Reports.First(report => report.ValidationLoss <= enough).Epoch;

        var summary = NetworkFitter.Fit(network, data, data, new FitOptions { Epochs = 10, StoppingThreshold = enough }, some);

        Assert.Equal((expected, expected), (summary.Epochs, summary.BestEpoch));
        Assert.Equal(all.Reports.Take(expected).Select(report => report.Loss), some.Losses);
    }

    [Fact]
    public void Fit_StoppingThresholdWithoutValidation_Throws()
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(Network);

        Assert.Equal(
            "The options of the fit are invalid: a stopping threshold requires validation data.",
            Assert.Throws<ArgumentException>(() => NetworkFitter.Fit(network, data, new FitOptions { StoppingThreshold = 1 })).Message);
    }

    private static double[] Weights(RecurrentNetwork network) => [.. network.parameters().SelectMany(OracleTensors.ToDoubles)];
}
