namespace MlNetRecurrent.Training;

/// <summary>Writes model files that no other writer is changing.</summary>
internal static class ModelWriter
{
    // Longer than other processes take to write a file, shorter than they take to train.
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(5);

    /// <summary>Locks a file for the time of writing it.</summary>
    /// <exception cref="IOException">The file cannot be written, or another process is changing it.</exception>
    public static void Write(string path, ReadOnlySpan<byte> bytes)
    {
        using var held = ModelLock.Acquire(path, "save", MaxWait);
        Write(held, bytes);
    }

    /// <summary>Writes a file that is locked.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(ModelLock held, ReadOnlySpan<byte> bytes) => AtomicFile.Write(held.Target, bytes);
}
