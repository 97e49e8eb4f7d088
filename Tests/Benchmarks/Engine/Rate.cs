namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Measures how often work is done per second. Seconds are processor time, so that other programs on the machine do not count; on an otherwise idle
/// machine with all processors in use, they equal elapsed time.
/// </summary>
internal static class Rate
{
    private const double Chunk = 0.1;

    /// <summary>Measures the rate of one caller, which uses the given number of processors.</summary>
    public static double Measure(Action work, double seconds, int processors = 1) => Measure([work], seconds, processors);

    /// <summary>Measures the total rate of several concurrent callers, which together use the given number of processors.</summary>
    public static double Measure(IReadOnlyList<Action> callers, double seconds, int processors)
    {
        var calls = new long[callers.Count];
        using var start = new Barrier(callers.Count);
        var threads = callers.Skip(1).Select((work, index) => new Thread(() => Call(work, index + 1))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        var before = Used();
        Call(callers[0], 0);
        foreach (var thread in threads)
            thread.Join();
        return calls.Sum() / (Used() - before) * processors;

        void Call(Action work, int caller)
        {
            start.SignalAndWait();
            var begin = Used();
            double used;
            var chunk = 1L;
            do
            {
                for (var call = 0; call < chunk; call++)
                    work();
                calls[caller] += chunk;
                used = Used() - begin;
                if (used < seconds * Chunk)
                    chunk *= 2;
            }
            while (used < seconds * processors);
        }
    }

    private static double Used() => Environment.CpuUsage.TotalTime.TotalSeconds;
}
