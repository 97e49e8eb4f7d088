using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

public sealed class WeightAverageTests
{
    [Fact]
    public void Add_AfterEachStep_KeepsTheMovingAverage()
    {
        using var module = nn.Linear(1, 1, hasBias: false);
        Set(module, 5);
        using var average = new WeightAverage(module.parameters(), decay: 0.3);
        // Steps / (steps + 10) while that is below the decay: 1/11, 2/12, 3/13, 4/14 and then 0.3.
        double[] decays = [1 / 11.0, 2 / 12.0, 3 / 13.0, 4 / 14.0, 0.3, 0.3];
        var expected = 5.0;

        foreach (var (step, decay) in decays.Index())
        {
            Set(module, step);
            average.Add();
            expected = (decay * expected) + ((1 - decay) * step);
        }

        using (average.Use())
            Assert.Equal(expected, module.weight!.item<float>(), 1e-5);
        Assert.Equal(5, module.weight!.item<float>());
        average.ApplyPermanently();
        Assert.Equal(expected, module.weight!.item<float>(), 1e-5);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Fit_WithAveraging_KeepsTheAverageOfTheWeights(bool validates)
    {
        var options = new FitOptions { Epochs = 4, BatchSize = null, Optimizer = FitOptimizer.Sgd, WeightAverageDecay = 0.9 };
        using var data = TestData.Sine();
        var weights = Enumerable.Range(0, 5).Select(epochs => epochs == 0 ? Initial() : Fit(options with
        {
            Epochs = epochs,
            WeightAverageDecay = null,
        }, data, null)).ToList();
        var expected = weights[0];
        foreach (var (index, step) in weights.Skip(1).Index())
        {
            var decay = (index + 1) / (index + 11.0);
            expected = [.. expected.Zip(step, (mean, weight) => (decay * mean) + ((1 - decay) * weight))];
        }

        // The validation data is the training data, so the last epoch is the best.
        var actual = Fit(options, data, validates ? data : null);

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private static double[] Initial()
    {
        using var network = Network();
        return Weights(network);
    }

    private static double[] Fit(FitOptions options, SequenceData data, SequenceData? validation)
    {
        using var network = Network();
        NetworkFitter.Fit(network, data, validation, options);
        return Weights(network);
    }

    private static RecurrentNetwork Network() =>
        RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 3));

    private static double[] Weights(RecurrentNetwork network) =>
        [.. network.parameters().SelectMany(weight => weight.detach().contiguous().data<float>().ToArray()).Select(weight => (double)weight)];

    private static void Set(Linear module, float value)
    {
        using var none = no_grad();
        module.weight!.fill_(value);
    }
}
