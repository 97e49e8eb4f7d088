using System.Diagnostics;
using System.Runtime;

namespace MlNetRecurrent.Benchmarks;

/// <summary>
/// Two that take turns in short rounds, so that a machine whose speed drifts slows both. The fastest round of each counts: other work on the
/// machine only ever takes away.
/// </summary>
internal static class Turns
{
    private const int MinRounds = 5;

    // The just-in-time compiler improves what is used much, in a thread whose time would be counted; it waits for 0.1 s of calm before.
    private const double CalmSeconds = 0.2;
    private const double MaxWarmUpSeconds = 2;

    /// <summary>The best rates of both.</summary>
    /// <param name="seconds">How long they take turns.</param>
    /// <param name="ours">Measures our rate for a moment.</param>
    /// <param name="theirs">Measures the peer's rate for a moment.</param>
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
