using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent.Benchmarks;

/// <summary>ONNX Runtime with the fastest batch size, number of threads and number of parallel callers for a network, found by measuring.</summary>
internal sealed class RawScoring : IDisposable
{
    private const double TrySeconds = 0.01;
    private const int Tries = 3;

    // The threads of a session spin for about 50 ms after a run. That time must not count toward the next measurement.
    private const int SpinMilliseconds = 100;

    private static readonly int[] Batches = [8, 16, 32, 64, 128, 256];

    private readonly List<InferenceSession> _sessions = [];
    private readonly List<Setting> _settings = [];
    private readonly Setting _best;

    private sealed record Setting(int Batch, int Threads, BoundRuntime[] Callers)
    {
        public string Name => $"batch {Batch}, {Callers.Length} caller{(Callers.Length == 1 ? "" : "s")} of {Threads}";

        public double Rate(double seconds) =>
            Batch * Benchmarks.Rate.Measure([.. Callers.Select(caller => (Action)caller.Run)], seconds, Environment.ProcessorCount);
    }

    public RawScoring(EngineCase network, byte[] file)
    {
        // The session with its own threads comes last, because its threads spin.
        var processors = Environment.ProcessorCount;
        _best = Try(network, file, callers: processors, threads: 1)
            .Concat(Try(network, file, callers: 1, threads: processors))
            .MaxBy(tried => tried.Rate).Setting;
        Thread.Sleep(SpinMilliseconds);
    }

    /// <summary>The fastest setting.</summary>
    public string Best => _best.Name;

    /// <summary>Measures the rate in sequences per second.</summary>
    public double Rate(double seconds)
    {
        var rate = _best.Rate(seconds);
        if (_best.Threads > 1)
            Thread.Sleep(SpinMilliseconds);
        return rate;
    }

    public void Dispose()
    {
        foreach (var caller in _settings.SelectMany(setting => setting.Callers))
            caller.Dispose();
        foreach (var session in _sessions)
            session.Dispose();
    }

    private IEnumerable<(Setting Setting, double Rate)> Try(EngineCase network, byte[] file, int callers, int threads)
    {
        var session = BoundRuntime.Session(file, threads);
        _sessions.Add(session);
        foreach (var batch in Batches)
        {
            var setting = new Setting(batch, threads, [.. Enumerable.Range(0, callers).Select(_ => BoundRuntime.Batch(session, network, batch))]);
            _settings.Add(setting);
            foreach (var caller in setting.Callers)
                caller.Run();
            yield return (setting, Enumerable.Range(0, Tries).Max(_ => setting.Rate(TrySeconds)));
        }
    }
}
