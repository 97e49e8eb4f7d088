using System.Diagnostics;
using MlNetRecurrent.Training;
using static TorchSharp.torch;

namespace MlNetRecurrent.Benchmarks;

/// <summary>One side of a comparison of training programs: repeated work, with the number of threads it runs on.</summary>
/// <param name="name">The name of the program.</param>
/// <param name="threads">The number of threads.</param>
/// <param name="work">The work: one training step, or one fit.</param>
/// <param name="isFused">Whether the threads are those of the fused layers, with LibTorch on one, rather than LibTorch's.</param>
internal sealed class Contestant(string name, int threads, Action work, bool isFused = false)
{
    // Long enough for the clock of processor time, which other threads of the process advance a tick late.
    private const double RoundSeconds = 0.004;

    private const double WarmSeconds = 0.06;

    // The threads of LibTorch spin for some milliseconds after their work. That time must not count toward the next contestant.
    private const int SpinMilliseconds = 15;

    private readonly List<double> _wall = [];
    private readonly List<double> _processor = [];
    private int _repetitions = 1;

    public string Name => $"{name}, {threads} thread{(threads == 1 ? "" : "s")}";

    public int Threads => threads;

    public int Rounds => _wall.Count;

    /// <summary>The wall time of the work in seconds: the lowest twentieth, since other work on the machine can only add time.</summary>
    public double Wall => Lowest(_wall);

    /// <summary>The processor time of the work in seconds, of all threads; likewise.</summary>
    public double Processor => Lowest(_processor);

    /// <summary>Runs the work untimed, and decides how often a round repeats it.</summary>
    public void WarmUp()
    {
        SetThreads();
        work();
        var start = Stopwatch.GetTimestamp();
        work();
        _repetitions = Math.Max(1, (int)(RoundSeconds / Stopwatch.GetElapsedTime(start).TotalSeconds));
        Rest();
    }

    /// <summary>Measures one round.</summary>
    /// <param name="warm">
    /// Whether to run the work untimed first, as in a fit that has begun: the previous contestant has displaced its data from the caches, and the
    /// system takes milliseconds to wake its threads.
    /// </param>
    public void Measure(bool warm)
    {
        SetThreads();
        var begin = Stopwatch.GetTimestamp();
        while (warm && Stopwatch.GetElapsedTime(begin).TotalSeconds < WarmSeconds)
            work();
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        for (var repetition = 0; repetition < _repetitions; repetition++)
            work();
        _wall.Add(Stopwatch.GetElapsedTime(start).TotalSeconds / _repetitions);
        _processor.Add((Environment.CpuUsage.TotalTime - processor).TotalSeconds / _repetitions);
        Rest();
    }

    private void SetThreads()
    {
        set_num_threads(isFused ? 1 : threads);
        FusedThreads.Count = isFused ? threads : null;
    }

    private void Rest()
    {
        if (threads > 1)
            Thread.Sleep(SpinMilliseconds);
    }

    private static double Lowest(List<double> times) => times.Order().ElementAt(times.Count / 20);
}
