namespace MlNetRecurrent.Benchmarks;

/// <summary>What a call leaves to the garbage collector.</summary>
internal static class Allocations
{
    private const int Calls = 100;

    /// <summary>Bytes a call, on the calling thread.</summary>
    public static double Measure(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < Calls; call++)
            work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }
}
