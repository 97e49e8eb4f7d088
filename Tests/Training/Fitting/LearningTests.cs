using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Networks of every task learn what is there to learn.</summary>
public sealed class LearningTests
{
    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    [Theory, MemberData(nameof(Cells))]
    public void Fit_Sine_LearnsTheNextPoint(string cell)
    {
        using var data = TestData.Sine();
        using var network = TestNetworks.Initial(NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 12));
        var recorder = new LossRecorder();

        var summary = NetworkFitter.Fit(network, data, new FitOptions { Epochs = 40, BatchSize = 32 }, recorder);

        Assert.True(summary.FinalLoss < recorder.Reports[0].Loss / 50, $"The loss fell from {recorder.Reports[0].Loss} to {summary.FinalLoss}.");
    }

    [Theory, MemberData(nameof(Cells))]
    public void Fit_Classes_LearnsTheRule(string cell)
    {
        using var data = TestData.FirstIsPositive();
        using var network = TestNetworks.Initial(new NetworkDescription
        {
            Features = 1,
            Layers = TestLayers.Stack(RecurrentCell.Parse(cell), 1, 12),
            Task = RecurrentTask.Classify,
            Classes = 2,
        });

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 80, BatchSize = null, LearningRate = 0.02 });

        Assert.True(Accuracy(network, data) > 0.9);
    }

    [Theory, MemberData(nameof(Cells))]
    public void Fit_Tags_LearnsTheRule(string cell)
    {
        using var data = TestData.PreviousIsPositive();
        using var network = TestNetworks.Initial(new NetworkDescription
        {
            Features = 1,
            Layers = TestLayers.Stack(RecurrentCell.Parse(cell), 1, 12),
            Task = RecurrentTask.Tag,
            Pooling = SequencePooling.None,
            Classes = 2,
        });

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 80, BatchSize = null, LearningRate = 0.02 });

        Assert.True(Accuracy(network, data) > 0.9);
    }

    [Fact]
    public void Fit_ForecastAtEveryStep_Learns()
    {
        using var data = TestData.RunningPair();
        using var network = TestNetworks.Initial(
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 12) with
            {
                Pooling = SequencePooling.None,
                Normalization = InputNormalization.Standard,
            });
        var recorder = new LossRecorder();

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 80, BatchSize = null, LearningRate = 0.02 }, recorder);

        Assert.True(recorder.Reports[^1].Loss < recorder.Reports[0].Loss / 20,
            $"The loss fell from {recorder.Reports[0].Loss} to {recorder.Reports[^1].Loss}.");
    }

    [Fact]
    public void Fit_Tokens_LearnsTheirClasses()
    {
        using var scope = NewDisposeScope();
        using var network = TestNetworks.Initial(new NetworkDescription
        {
            Features = 1,
            Embedding = new EmbeddingDescription(VocabularySize: 4, EmbeddingSize: 3),
            Layers = TestLayers.Stack(RecurrentCell.Lstm, 3, 8),
            Task = RecurrentTask.Tag,
            Pooling = SequencePooling.None,
            Classes = 4,
        });
        var tokens = TestNetworks.Tokens(sequences: 16, time: 5, vocabulary: 4);
        // The next token of a cycle.
        using var data = SequenceData.FromTensors(tokens, (tokens + 1).remainder(4));

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 100, BatchSize = null, LearningRate = 0.05 });

        Assert.Equal(1, Accuracy(network, data));
    }

    [Fact]
    public void Fit_StandardNormalization_LearnsDataFarFromOne()
    {
        using var data = SequenceData.FromSeries(
            [.. Enumerable.Range(0, 120).Select(index => 1e6f + (1e3f * MathF.Sin(index * 0.3f)))], featureCount: 1,
            window: 10);
        using var network = TestNetworks.Initial(
            NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 12) with
            {
                Normalization = InputNormalization.Standard,
            });

        NetworkFitter.Fit(network, data, new FitOptions { Epochs = 60, BatchSize = 32 });

        using var none = no_grad();
        using var scope = NewDisposeScope();
        var error = (network.forward(data.Inputs) - data.Targets).square().mean().sqrt().item<float>();
        Assert.True(error < 150, $"The root mean squared error is {error} of an amplitude of 1000.");
    }

    private static double Accuracy(RecurrentNetwork network, SequenceData data)
    {
        using var none = no_grad();
        using var scope = NewDisposeScope();
        return network.forward(data.Inputs).argmax(-1).eq(data.Targets).to(ScalarType.Float64).mean().item<double>();
    }
}
