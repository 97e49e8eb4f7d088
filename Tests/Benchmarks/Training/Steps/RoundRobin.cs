using System.Diagnostics;
using System.Runtime;
using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>Measures contestants in turns, so that a drift of the machine's speed affects all of them.</summary>
internal static class RoundRobin
{
    // The just-in-time compiler recompiles hot methods on a thread whose time would be counted.
    private const double MaxWarmUpSeconds = 1.5;
    private const double CalmSeconds = 0.3;

    /// <summary>Measures until the time is up, but at least the given number of rounds.</summary>
    public static void Measure(IReadOnlyList<Contestant> contestants, double seconds, int minRounds, bool warm = true)
    {
        var threads = get_num_threads();
        try
        {
            WarmUp(contestants);
            var watch = Stopwatch.StartNew();
            for (var round = 0; round < minRounds || watch.Elapsed.TotalSeconds < seconds; round++)
            {
                foreach (var contestant in contestants)
                    contestant.Measure(warm);
            }
        }
        finally
        {
            set_num_threads(threads);
            FusedThreads.Count = null;
        }
    }

    private static void WarmUp(IReadOnlyList<Contestant> contestants)
    {
        var all = Stopwatch.StartNew();
        var calm = Stopwatch.StartNew();
        var compiled = JitInfo.GetCompiledMethodCount();
        do
        {
            foreach (var contestant in contestants)
                contestant.WarmUp();
            if (JitInfo.GetCompiledMethodCount() == compiled)
                continue;
            compiled = JitInfo.GetCompiledMethodCount();
            calm.Restart();
        }
        while (calm.Elapsed.TotalSeconds < CalmSeconds && all.Elapsed.TotalSeconds < MaxWarmUpSeconds);
    }
}
