using System.Diagnostics;
using MlNetRecurrent.Training;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Training of the sine experiment against a bare TorchSharp loop with the same data, epochs and sizes. The two alternate, so that a drift of the
/// machine's speed affects both, and the fastest round of each counts, since other work on the machine can only add time.
/// </summary>
internal static class TrainingBenchmark
{
    private const int Rounds = 9;
    private const int Epochs = 15;
    private const int Window = 20;
    private const int Hidden = 50;

    /// <summary>Runs one case for each cell; the results are seconds.</summary>
    public static IEnumerable<BenchmarkCase> Run()
    {
        float[] sine = [.. Enumerable.Range(0, 1000).Select(index => (float)Math.Sin(index * 100.0 / 999))];
        using var data = SequenceData.FromSeries(sine, featureCount: 1, Window);
        foreach (var cell in new[] { RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru })
        {
            Time(() => Ours(cell, data));
            Time(() => BareTorchSharp.Fit(cell, data, Hidden, Epochs));
            var ours = new List<double>();
            var bare = new List<double>();
            for (var round = 0; round < Rounds; round++)
            {
                ours.Add(Time(() => Ours(cell, data)));
                bare.Add(Time(() => BareTorchSharp.Fit(cell, data, Hidden, Epochs)));
            }

            yield return BenchmarkCase.FromTimes(
                $"{cell.Name} T={Window} F=1 H={Hidden}", ours.Min(), $"s for {Epochs} epochs", ("torchsharp", bare.Min()));
        }
    }

    private static void Ours(RecurrentCell cell, SequenceData data)
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(cell, featureCount: 1, Hidden));
        NetworkFitter.Fit(network, data, new FitOptions { Epochs = Epochs, BatchSize = null });
    }

    private static double Time(Action work)
    {
        var watch = Stopwatch.StartNew();
        work();
        return watch.Elapsed.TotalSeconds;
    }
}
