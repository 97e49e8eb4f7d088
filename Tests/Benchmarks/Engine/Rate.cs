namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// How often something is done in a second. Seconds are those of processor time, so that other work on the machine does not count: on a quiet
/// machine with every processor at work they are those of the clock.
/// </summary>
internal static class Rate
{
    private const double Chunk = 0.1;

    /// <summary>The rate of one caller that uses so many processors by itself.</summary>
    public static double Measure(Action work, double seconds, int processors = 1) => Measure([work], seconds, processors);

    /// <summary>The rate of several callers at once, together, on so many processors.</summary>
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
