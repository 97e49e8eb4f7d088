using System.Diagnostics;
using System.Runtime;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Measures two contestants in alternating short rounds, so that a drift of the machine's speed affects both. The fastest round of each counts, since
/// other work on the machine can only slow a round down.
/// </summary>
internal static class Turns
{
    private const int MinRounds = 5;

    // The just-in-time compiler recompiles hot methods on a thread whose time would be counted, after 0.1 s without new methods.
    private const double CalmSeconds = 0.2;
    private const double MaxWarmUpSeconds = 2;

    /// <summary>Returns the best rate of each.</summary>
    /// <param name="seconds">The duration of the measurement.</param>
    /// <param name="ours">Measures our rate in one short round.</param>
    /// <param name="theirs">Measures the peer's rate in one short round.</param>
    public static (double Ours, double Theirs) Measure(double seconds, Func<double> ours, Func<double> theirs)
    {
        WarmUp(ours, theirs);
        var best = (Ours: 0.0, Theirs: 0.0);
        var watch = Stopwatch.StartNew();
        for (var round = 0; round < MinRounds || watch.Elapsed.TotalSeconds < seconds; round++)
            best = (Math.Max(best.Ours, ours()), Math.Max(best.Theirs, theirs()));
        return best;
    }

    private static void WarmUp(Func<double> ours, Func<double> theirs)
    {
        var all = Stopwatch.StartNew();
        var calm = Stopwatch.StartNew();
        var compiled = JitInfo.GetCompiledMethodCount();
        while (calm.Elapsed.TotalSeconds < CalmSeconds && all.Elapsed.TotalSeconds < MaxWarmUpSeconds)
        {
            ours();
            theirs();
            if (JitInfo.GetCompiledMethodCount() == compiled)
                continue;
            compiled = JitInfo.GetCompiledMethodCount();
            calm.Restart();
        }
    }
}
