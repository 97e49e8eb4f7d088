namespace MlNetRecurrent.Benchmarks;

/// <summary>Measures the managed memory that a call allocates.</summary>
internal static class Allocations
{
    private const int Calls = 100;

    /// <summary>Returns the bytes allocated per call on the calling thread.</summary>
    public static double Measure(Action work)
    {
        work();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var call = 0; call < Calls; call++)
            work();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Calls;
    }
}
