using MlNetRecurrent.Training;

namespace MlNetRecurrent.Benchmarks;

/// <summary>The fits of the sine job against a plain TorchSharp loop with the same data, epochs and sizes.</summary>
internal static class SineBenchmark
{
    private const int MinRounds = 9;
    private const int Epochs = 15;
    private const int Window = 20;
    private const int Hidden = 50;

    private static readonly int[] Threads = Environment.ProcessorCount > 1 ? [1, Environment.ProcessorCount] : [1];

    /// <summary>Runs one case for each cell, and adds their sum; the results are seconds.</summary>
    public static IEnumerable<BenchmarkCase> Run()
    {
        NativeHeap.KeepFreedMemory();
        float[] sine = [.. Enumerable.Range(0, 1000).Select(index => (float)Math.Sin(index * 100.0 / 999))];
        using var data = SequenceData.FromSeries(sine, featureCount: 1, Window);
        var (ours, bare) = (0.0, 0.0);
        foreach (var cell in new[] { RecurrentCell.Rnn, RecurrentCell.Lstm, RecurrentCell.Gru })
        {
            Contestant[] fits = [.. Threads.Select(threads => new Contestant("ours", threads, () => Fit(cell, data)))];
            Contestant[] loops =
                [.. Threads.Select(threads => new Contestant("torchsharp", threads, () => TorchFit.Run(cell, data, Hidden, Epochs)))];
            RoundRobin.Measure([.. fits, .. loops], seconds: 0, MinRounds, warm: false);
            var (fit, loop) = (fits.MinBy(side => side.Wall)!, loops.MinBy(side => side.Wall)!);
            yield return BenchmarkCase.FromTimes(
                $"{cell.Name} T={Window} F=1 H={Hidden}", fit.Wall, $"s for {Epochs} epochs", ("torchsharp", loop.Wall)) with
            {
                ProcessorRatio = loops.Min(side => side.Processor) / fits.Min(side => side.Processor),
                Note = $"{fit.Name}; {loop.Name}",
            };
            ours += fit.Wall;
            bare += loop.Wall;
        }

        yield return BenchmarkCase.FromTimes("three fits together", ours, $"s for {Epochs} epochs", ("torchsharp", bare)) with { TargetRatio = 2 };
    }

    private static void Fit(RecurrentCell cell, SequenceData data)
    {
        using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(cell, featureCount: 1, Hidden));
        NetworkFitter.Fit(network, data, new FitOptions { Epochs = Epochs, BatchSize = null });
    }
}
