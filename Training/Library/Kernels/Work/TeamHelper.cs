using System.Diagnostics;

namespace MlNetRecurrent.Training;

/// <summary>A background thread that helps with jobs of <see cref="WorkTeam"/>.</summary>
internal sealed class TeamHelper
{
    // Waking a sleeping thread takes longer than a time step of a small network. The next job of a fit usually follows within this time.
    private static readonly long AwakeTicks = Stopwatch.Frequency / 10_000;

    private readonly object _sleeping = new();
    private bool _isWoken;
    private int _calls;
    private int _sleeps;

    public TeamHelper() => new Thread(Loop) { IsBackground = true, Name = "MlNetRecurrent kernels" }.Start();

    /// <summary>Calls the helper, which need not come.</summary>
    public void Call()
    {
        Interlocked.Increment(ref _calls);
        if (Interlocked.Exchange(ref _sleeps, 0) == 1)
            Wake();
    }

    private void Loop()
    {
        for (var answered = 0; ;)
        {
            var start = Stopwatch.GetTimestamp();
            while (Volatile.Read(ref _calls) == answered)
            {
                if (Stopwatch.GetTimestamp() - start < AwakeTicks)
                    Thread.SpinWait(8);
                else
                    Sleep(answered);
            }

            answered = Volatile.Read(ref _calls);
            WorkTeam.Help();
        }
    }

    private void Sleep(int answered)
    {
        Interlocked.Exchange(ref _sleeps, 1);
        // A call between the last look and the line above must not be missed; if it took the flag, its wake-up is on the way.
        if (Volatile.Read(ref _calls) == answered || Interlocked.Exchange(ref _sleeps, 0) == 0)
            WaitForWake();
    }

    private void Wake()
    {
        lock (_sleeping)
        {
            _isWoken = true;
            Monitor.Pulse(_sleeping);
        }
    }

    private void WaitForWake()
    {
        lock (_sleeping)
        {
            while (!_isWoken)
                Monitor.Wait(_sleeping);
            _isWoken = false;
        }
    }
}
