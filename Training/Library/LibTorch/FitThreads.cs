using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>How many threads LibTorch computes with, in the whole process.</summary>
internal static class FitThreads
{
    /// <summary>Sets the number until disposed.</summary>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public static IDisposable SetTemporarily(int threads)
    {
        LibTorchLibrary.EnsureLoaded();
        var before = new Before(get_num_threads());
        set_num_threads(threads);
        return before;
    }

    private sealed class Before(int threads) : IDisposable
    {
        public void Dispose() => set_num_threads(threads);
    }
}
