using System.Runtime.InteropServices;

namespace MlNetRecurrent.Training;

/// <summary>
/// By how much this process's working set grows at most while it is open, sampled every few milliseconds: LibTorch does not count what it takes of
/// the processor's memory.
/// </summary>
internal sealed class PeakMemory : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(5);

    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _sampler;
    private readonly long _start;
    private long _peak;

    private PeakMemory()
    {
        ReturnFreed();
        _peak = _start = Environment.WorkingSet;
        _sampler = new Thread(() =>
        {
            while (!_ended.Wait(Interval))
                Sample();
        })
        {
            IsBackground = true,
            Name = "working set",
        };
        _sampler.Start();
    }

    /// <summary>The largest growth so far.</summary>
    public long Bytes
    {
        get
        {
            Sample();
            return Interlocked.Read(ref _peak) - _start;
        }
    }

    /// <summary>Begins to measure.</summary>
    public static PeakMemory Begin() => new();

    public void Dispose()
    {
        _ended.Set();
        _sampler.Join();
        _ended.Dispose();
    }

    private void Sample()
    {
        var now = Environment.WorkingSet;
        for (var peak = Interlocked.Read(ref _peak); now > peak; peak = Interlocked.Read(ref _peak))
            Interlocked.CompareExchange(ref _peak, now, peak);
    }

    // What was freed and not returned would be used again without a growth: the second fit would seem to need less than the first.
    private static void ReturnFreed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // glibc's; other systems' allocators return large blocks by themselves.
        if (OperatingSystem.IsLinux() && NativeLibrary.TryLoad("libc.so.6", out var library) && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim))
            Marshal.GetDelegateForFunctionPointer<Trim>(trim)(0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nuint keep);
}
