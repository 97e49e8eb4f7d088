using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Tests;

/// <summary>Native memory that runs out when a test says so.</summary>
internal sealed unsafe class FailingMemory : KernelMemory
{
    private int _remaining = int.MaxValue;
    private int _live;

    /// <summary>Called before each allocation; it can throw <see cref="OutOfMemoryException"/>.</summary>
    public Action? Allocating { get; set; }

    /// <summary>The number of buffers that are not freed.</summary>
    public int LiveBuffers => Volatile.Read(ref _live);

    /// <summary>Whether the allocation that was to fail has failed.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Makes one allocation fail: 0 is the next one.</summary>
    public void FailAfter(int allocations)
    {
        HasFailed = false;
        Volatile.Write(ref _remaining, allocations);
    }

    /// <summary>Makes no allocation fail.</summary>
    public void Recover() => Volatile.Write(ref _remaining, int.MaxValue);

    public override float* Allocate(nint count)
    {
        Allocating?.Invoke();
        if (Interlocked.Decrement(ref _remaining) == -1)
        {
            HasFailed = true;
            throw new InsufficientMemoryException("The test allows no more memory.");
        }

        var buffer = Native.Allocate(count);
        Interlocked.Increment(ref _live);
        return buffer;
    }

    public override void Free(float* buffer)
    {
        Native.Free(buffer);
        Interlocked.Decrement(ref _live);
    }
}
