using System.Diagnostics;

namespace MlNetRecurrent.Benchmarks;

/// <summary>How often callers get through with something, in a second.</summary>
internal static class Rate
{
    /// <summary>The rate of one caller.</summary>
    public static double Of(Action work, double seconds) => Of([work], seconds);

    /// <summary>The rates of several callers at once, added up.</summary>
    public static double Of(IReadOnlyList<Action> callers, double seconds)
    {
        var rates = new double[callers.Count];
        using var start = new Barrier(callers.Count);
        var threads = callers.Skip(1).Select((work, index) => new Thread(() => Call(work, index + 1))).ToArray();
        foreach (var thread in threads)
            thread.Start();
        Call(callers[0], 0);
        foreach (var thread in threads)
            thread.Join();
        return rates.Sum();

        void Call(Action work, int caller)
        {
            start.SignalAndWait();
            var calls = 0;
            var watch = Stopwatch.StartNew();
            do
            {
                work();
                calls++;
            }
            while (watch.Elapsed.TotalSeconds < seconds);

            rates[caller] = calls / watch.Elapsed.TotalSeconds;
        }
    }
}
