using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Fits that run at the same time share the threads of the kernels, and nothing else.</summary>
public sealed class ConcurrentFitTests
{
    private static readonly FitOptions Options = new() { Epochs = 40, BatchSize = null };

    [Fact]
    public void Fit_TwoThreads_SameWeightsAsAlone()
    {
        RecurrentCell[] cells = [RecurrentCell.Lstm, RecurrentCell.Gru, RecurrentCell.Rnn];
        using var data = TestData.Sine(400);
        var expected = cells.Select(cell => Fit(cell, data)).ToArray();
        for (var repetition = 0; repetition < 3; repetition++)
        {
            var actual = new float[cells.Length][];
            // Networks are created one after the other: LibTorch has one random generator.
            var networks = cells.Select(Create).ToArray();
            var errors = new Exception?[cells.Length];
            var threads = cells.Select((_, index) => new Thread(() => errors[index] = Record.Exception(() =>
            {
                NetworkFitter.Fit(networks[index], data, Options);
                actual[index] = GetWeights(networks[index]);
            }))).ToArray();
            foreach (var thread in threads)
                thread.Start();
            foreach (var thread in threads)
                thread.Join();
            Assert.All(errors, Assert.Null);
            Assert.Equal(expected, actual);
            foreach (var network in networks)
                network.Dispose();
        }
    }

    private static RecurrentNetwork Create(RecurrentCell cell) =>
        RecurrentNetwork.Create(NetworkDescription.CreateForecaster(cell, featureCount: 1, hiddenSize: 24));

    private static float[] Fit(RecurrentCell cell, SequenceData data)
    {
        using var network = Create(cell);
        NetworkFitter.Fit(network, data, Options);
        return GetWeights(network);
    }

    private static float[] GetWeights(RecurrentNetwork network) =>
        [.. network.parameters().SelectMany(parameter => parameter.detach().clone().data<float>().ToArray())];
}
