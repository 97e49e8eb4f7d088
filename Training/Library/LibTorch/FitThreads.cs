using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The number of threads of LibTorch, a setting of the whole process.</summary>
internal static class FitThreads
{
    /// <summary>Sets the number of threads until the result is disposed.</summary>
    /// <exception cref="LibTorchLoadException">LibTorch cannot be loaded; the message states what is missing.</exception>
    public static IDisposable SetTemporarily(int threads)
    {
        LibTorchLibrary.EnsureLoaded();
        var previous = new PreviousThreads(get_num_threads());
        set_num_threads(threads);
        return previous;
    }

    private sealed class PreviousThreads(int threads) : IDisposable
    {
        public void Dispose() => set_num_threads(threads);
    }
}
