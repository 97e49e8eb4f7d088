namespace MlNetRecurrent.Training;

/// <summary>Errors in the backward pass of fused layers, which cannot be thrown there: LibTorch would end the process. Thread-safe.</summary>
/// <remarks>
/// A backward pass that fails gives no gradients. Its error is thrown by the next <see cref="ThrowIfAny"/>, forward pass of a fused layer, or step
/// of a fused optimizer.
/// </remarks>
public static class FusedFailure
{
    private static Exception? _held;

    /// <summary>Throws the first error since the last call, if there is one. Call it after <c>backward</c>.</summary>
    /// <exception cref="InvalidOperationException">
    /// A backward pass failed. The message tells why, and the inner exception is the error. The gradients of that step are incomplete.
    /// </exception>
    public static void ThrowIfAny()
    {
        if (Volatile.Read(ref _held) is not null && Interlocked.Exchange(ref _held, null) is { } error)
            throw new InvalidOperationException($"The backward pass of a fused layer failed, and its gradients are missing: {error.Message}", error);
    }

    /// <summary>Keeps an error until the next <see cref="ThrowIfAny"/>; the first one if there are several.</summary>
    internal static void Hold(Exception error) => Interlocked.CompareExchange(ref _held, error, null);
}
