using System.Runtime.InteropServices;

namespace MlNetRecurrent.Training;

/// <summary>
/// Measures the peak growth of the working set of this process, sampled every few milliseconds, because LibTorch does not track its use of main
/// memory.
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

    /// <summary>The peak growth so far, in bytes.</summary>
    public long Bytes
    {
        get
        {
            Sample();
            return Interlocked.Read(ref _peak) - _start;
        }
    }

    /// <summary>Starts a measurement.</summary>
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

    // Returns freed memory to the system. Otherwise a second fit would reuse it without growth, and appear to need less than the first.
    private static void ReturnFreed()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // For glibc; the allocators of other systems return large blocks automatically.
        if (OperatingSystem.IsLinux()
            && NativeLibrary.TryLoad("libc.so.6", out var library)
            && NativeLibrary.TryGetExport(library, "malloc_trim", out var trim))
            Marshal.GetDelegateForFunctionPointer<Trim>(trim)(0);
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int Trim(nuint keep);
}
