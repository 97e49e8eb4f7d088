using Microsoft.ML.OnnxRuntime;

namespace MlNetRecurrent.Benchmarks;

/// <summary>ONNX Runtime with the batch size, threads and parallel callers that are the fastest for a network, found by trying them.</summary>
internal sealed class RawScoring : IDisposable
{
    private const double TrySeconds = 0.01;
    private const int Tries = 3;
    private static readonly int[] Batches = [8, 16, 32, 64, 128, 256];

    private readonly InferenceSession[] _sessions;
    private readonly List<Setting> _settings = [];
    private readonly Setting _best;

    private sealed record Setting(string Name, int Batch, BoundRuntime[] Callers)
    {
        public double Rate(double seconds) => Batch * Benchmarks.Rate.Of([.. Callers.Select(caller => (Action)caller.Run)], seconds, Environment.ProcessorCount);
    }

    public RawScoring(EngineCase network, byte[] file)
    {
        var processors = Environment.ProcessorCount;
        _sessions = [BoundRuntime.Session(file, 1), BoundRuntime.Session(file, processors)];
        foreach (var batch in Batches)
        {
            Add(_sessions[0], processors, 1, batch);
            Add(_sessions[1], 1, processors, batch);
        }

        _best = _settings.MaxBy(setting => Enumerable.Range(0, Tries).Max(_ => setting.Rate(TrySeconds)))!;

        void Add(InferenceSession session, int callers, int threads, int batch)
        {
            var setting = new Setting(
                $"batch {batch}, {callers} caller{(callers == 1 ? "" : "s")} of {threads}",
                batch,
                [.. Enumerable.Range(0, callers).Select(_ => BoundRuntime.Batch(session, network, batch))]);
            foreach (var caller in setting.Callers)
                caller.Run();
            _settings.Add(setting);
        }
    }

    /// <summary>What was found.</summary>
    public string Best => _best.Name;

    /// <summary>Sequences a second.</summary>
    public double Rate(double seconds) => _best.Rate(seconds);

    public void Dispose()
    {
        foreach (var caller in _settings.SelectMany(setting => setting.Callers))
            caller.Dispose();
        foreach (var session in _sessions)
            session.Dispose();
    }
}
