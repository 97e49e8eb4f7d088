namespace MlNetRecurrent.Training;

/// <summary>
/// The native memory that graphs keep for backward passes. A graph that is dropped without a backward pass returns its memory when it is collected,
/// but the garbage collector does not know how much that is: it is started here if there is much. Thread-safe.
/// </summary>
internal static class KeptMemory
{
    private const long Unnoticed = 1L << 28;

    private static long _kept;
    private static long _limit = Unnoticed;

    /// <summary>Counts memory that a graph begins to keep.</summary>
    public static void Add(long bytes)
    {
        if (Interlocked.Add(ref _kept, bytes) > Volatile.Read(ref _limit))
            Collect();
    }

    /// <summary>Counts memory that is no longer kept.</summary>
    public static void Remove(long bytes) => Interlocked.Add(ref _kept, -bytes);

    private static void Collect()
    {
        // First the tensors that hold a graph, then the graph.
        for (var round = 0; round < 2; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // What is left is in use: the next collection comes when there is twice as much.
        Volatile.Write(ref _limit, Unnoticed + (2 * Interlocked.Read(ref _kept)));
    }
}
