using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>One seed gives the same bits for any number of threads.</summary>
public sealed class ThreadCountTests
{
    private static readonly FitOptions Options = new()
    {
        Epochs = 2,
        BatchSize = 40,
        LearningRate = 0.02,
        MaxGradientNorm = 1,
        WeightAverageDecay = 0.9,
    };

    public static TheoryData<string> Networks { get; } = [.. Cases().Keys];

    [Theory, MemberData(nameof(Networks))]
    public void Fit_AnyNumberOfThreads_EndsInTheSameWeights(string name)
    {
        var (network, options) = Cases()[name];
        var expected = Fit(network, options, threads: 1);

        Assert.All(expected, weight => Assert.True(double.IsFinite(weight)));
        Assert.Equal(expected, Fit(network, options, threads: 2));
        Assert.Equal(expected, Fit(network, options, threads: 5));
    }

    [Fact]
    public void Fit_AfterItsEnd_LeavesTheThreadsAsTheyWere()
    {
        var previous = (get_num_threads(), WorkTeam.Threads);
        var (network, options) = Cases()["quantiles"];

        Fit(network, options, threads: 3);

        Assert.Equal(previous, (get_num_threads(), WorkTeam.Threads));
    }

    private static Dictionary<string, (NetworkDescription Network, FitOptions Options)> Cases()
    {
        var cases = RecurrentCell.All.ToDictionary(
            cell => cell.ToString(),
            cell => (NetworkDescription.CreateForecaster(cell, featureCount: 2, hiddenSize: 37, layerCount: 2, bidirectional: true), Options));
        var forecaster = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 70, layerCount: 2);
        var regularized = forecaster with
        {
            Regularization = new RegularizationDescription { Dropout = 0.2, RecurrentDropout = 0.3, HeadDropout = 0.1 },
            HasLayerNormalization = true,
        };
        cases["large"] = (NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 200), Options);
        cases["dropout"] = (regularized, Options);
        // Sums that LibTorch would divide by the number of threads.
        var standard = forecaster with
        {
            Normalization = InputNormalization.Standard,
            HeadLayers = [new LinearLayerDescription { InputSize = 70, OutputSize = 50 }],
        };
        cases["full batch"] = (standard, Options with { BatchSize = null });
        cases["quantiles"] = (forecaster with { Forecast = forecaster.Forecast with { Quantiles = [0.1, 0.5, 0.9] } }, Options);
        cases["ensemble"] = (forecaster with { EnsembleSize = 3 }, Options);
        cases["classifier"] = (forecaster with { Task = RecurrentTask.Classify, Classes = 5, Normalization = InputNormalization.Standard }, Options);
        cases["tagger"] = (forecaster with { Task = RecurrentTask.Tag, Classes = 5, Pooling = SequencePooling.None }, Options);
        cases["language"] = (
            NetworkDescription.CreateLanguageModel(RecurrentCell.Gru, vocabularySize: 60, embeddingSize: 24, hiddenSize: 64),
            Options with { BatchSize = null, TruncatedBpttSteps = 7 });
        return cases;
    }

    private static double[] Fit(NetworkDescription network, FitOptions options, int threads)
    {
        using var previous = FitThreads.SetTemporarily(threads);
        using var data = Data(network, count: options.BatchSize is null && network.Embedding is null ? 2500 : 90);
        using var fitted = RecurrentNetwork.Create(network);
        NetworkFitter.Fit(fitted, data, data, options);
        return [.. fitted.parameters().SelectMany(OracleTensors.ToDoubles)];
    }

    private static SequenceData Data(NetworkDescription network, int count)
    {
        const int steps = 17;
        var random = new Random(1);
        Tensor Classes(params long[] shape)
        {
            var total = (int)shape.Aggregate((product, size) => product * size);
            return tensor(Enumerable.Range(0, total).Select(_ => (long)random.Next(network.Classes)).ToArray(), shape);
        }

        var inputs = network.Embedding is null ? OptimizerPair.RandomTensor(random, [count, steps, network.Features]) : Classes(count, steps);
        return SequenceData.FromTensors(inputs, network.Task switch
        {
            RecurrentTask.Classify => Classes(count),
            RecurrentTask.Tag or RecurrentTask.Language => Classes(count, steps),
            _ => OptimizerPair.RandomTensor(random, [count, 1, network.Forecast.Targets]),
        });
    }
}
