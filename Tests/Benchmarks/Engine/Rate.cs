using System.Diagnostics;

namespace MlNetRecurrent.Benchmarks;

/// <summary>How often callers get through with something, in a second.</summary>
internal static class Rate
{
    /// <summary>The rate of one caller.</summary>
    public static double Of(Action work, double seconds) => Of([work], seconds);

    /// <summary>The rate of several callers at once, together.</summary>
    public static double Of(IReadOnlyList<Action> callers, double seconds)
    {
        var calls = new long[callers.Count];
        using var start = new Barrier(callers.Count);
        var watch = new Stopwatch();
        var threads = callers.Skip(1).Select((work, index) => new Thread(() => Call(work, index + 1))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        Call(callers[0], 0);
        foreach (var thread in threads)
            thread.Join();
        return calls.Sum() / watch.Elapsed.TotalSeconds;

        void Call(Action work, int caller)
        {
            start.SignalAndWait();
            if (caller == 0)
                watch.Start();
            var own = Stopwatch.StartNew();
            do
            {
                work();
                calls[caller]++;
            }
            while (own.Elapsed.TotalSeconds < seconds);
        }
    }
}
