using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>How many threads LibTorch computes with, in the whole process.</summary>
internal static class FitThreads
{
    /// <summary>Sets the number.</summary>
    /// <exception cref="LibTorchLoadException">LibTorch does not load; the message says what is missing.</exception>
    public static void Use(int threads)
    {
        LibTorchLibrary.EnsureLoaded();
        set_num_threads(threads);
    }
}
