using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The number of threads of LibTorch and of the kernels, a setting of the whole process.</summary>
internal static class FitThreads
{
    /// <summary>
    /// The maximum number of threads: one per logical processor, but at least 64, so that a fit of a larger machine can be repeated here.
    /// LibTorch would start any number.
    /// </summary>
    public static int Max { get; } = Math.Max(64, Environment.ProcessorCount);

    /// <summary>Sets the number of threads until the result is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1 or above <see cref="Max"/>.</exception>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public static IDisposable SetTemporarily(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, Max);
        LibTorchLibrary.EnsureLoaded();
        var previous = new PreviousThreads(get_num_threads(), WorkTeam.Threads);
        set_num_threads(threads);
        // The kernels follow LibTorch.
        WorkTeam.Threads = null;
        return previous;
    }

    private sealed class PreviousThreads(int threads, int? kernelThreads) : IDisposable
    {
        public void Dispose()
        {
            set_num_threads(threads);
            WorkTeam.Threads = kernelThreads;
        }
    }
}
