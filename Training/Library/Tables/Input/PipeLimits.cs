namespace MlNetRecurrent.Training;

/// <summary>The limits within which a pipe is read.</summary>
/// <param name="OpenTimeout">The maximum time to wait for a writer.</param>
/// <param name="IdleTimeout">The maximum time to wait for the next bytes of a writer.</param>
/// <param name="MaxBytes">The maximum number of bytes, all of which are kept in memory.</param>
internal sealed record PipeLimits(TimeSpan OpenTimeout, TimeSpan IdleTimeout, long MaxBytes)
{
    /// <summary>10 seconds for a writer to appear, 30 seconds between two writes, 256 MiB.</summary>
    public static PipeLimits Default { get; } = new(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(30), 1 << 28);
}
