namespace MlNetRecurrent.Training;

/// <summary>The limits within which a pipe is read.</summary>
/// <param name="OpenTimeout">The maximum time to wait for a writer.</param>
/// <param name="IdleTimeout">The maximum time to wait for the next bytes of a writer.</param>
/// <param name="MaxBytes">The maximum number of bytes.</param>
/// <param name="MaxMemory">The maximum number of bytes that are kept in memory; more are kept in a temporary file.</param>
internal sealed record PipeLimits(TimeSpan OpenTimeout, TimeSpan IdleTimeout, long MaxBytes, int MaxMemory)
{
    /// <summary>10 seconds for a writer to appear, 30 seconds between two writes, 16 GiB, 4 MiB of them in memory.</summary>
    public static PipeLimits Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), 1L << 34, 1 << 22);
}
