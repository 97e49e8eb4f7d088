using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>
/// The threads of a fit whose time is that of the kernels: LibTorch runs on one thread, so that its sums do not depend on the number, and
/// <see cref="WorkTeam"/> has all threads.
/// </summary>
internal static class FitTeam
{
    private static readonly object Counting = new();

    // Fits may overlap: the settings are those before the first of them, and are set again after the last.
    private static int _fits;
    private static int _libTorchThreads;
    private static int? _kernelThreads;

    /// <summary>Whether the time of a fit of the network is that of the kernels.</summary>
    /// <remarks>
    /// LibTorch computes variants of cells and convolutions, and needs its threads for them. What else it computes, such as the normalization of
    /// layers and the draws of dropout, is small.
    /// </remarks>
    public static bool Covers(NetworkDescription network) =>
        network.Layers.All(layer => layer.Variant is null && layer.InputLayers.All(linear => linear.KernelSize == 1));

    /// <summary>Gives the threads of LibTorch to the kernels until the result is disposed, on the same thread; null if they need none.</summary>
    public static IDisposable? Begin(NetworkDescription network) => Covers(network) ? new Membership() : null;

    private sealed class Membership : IDisposable
    {
        public Membership()
        {
            lock (Counting)
            {
                if (_fits++ == 0)
                    (_libTorchThreads, _kernelThreads) = (get_num_threads(), WorkTeam.Threads);
                WorkTeam.Threads ??= _libTorchThreads;
            }

            set_num_threads(1);
        }

        public void Dispose()
        {
            lock (Counting)
            {
                if (--_fits == 0)
                    WorkTeam.Threads = _kernelThreads;
                set_num_threads(_libTorchThreads);
            }
        }
    }
}
