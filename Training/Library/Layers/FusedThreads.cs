namespace MlNetRecurrent.Training;

/// <summary>
/// The number of threads of fused layers, losses and optimizers. It is a setting of the process, and what they compute does not depend on it.
/// </summary>
/// <remarks>
/// The threads of LibTorch wait actively for some milliseconds after each operation that they share, on the cores that the kernels need. A program
/// whose large layers are all fused is fastest if LibTorch has one thread (<c>torch.set_num_threads(1)</c>) and the kernels have all of them.
/// Fits of this library arrange this themselves.
/// </remarks>
public static class FusedThreads
{
    /// <summary>The maximum number of threads, the calling thread included.</summary>
    /// <value>At least 1; null, the default, for the number of threads of LibTorch, which <c>torch.set_num_threads</c> sets.</value>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1, or above the larger of 64 and the number of processors.</exception>
    public static int? Count
    {
        get => WorkTeam.Threads;
        set
        {
            if (value is { } threads)
            {
                ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1, nameof(value));
                ArgumentOutOfRangeException.ThrowIfGreaterThan(threads, FitThreads.Max, nameof(value));
            }

            WorkTeam.Threads = value;
        }
    }
}
