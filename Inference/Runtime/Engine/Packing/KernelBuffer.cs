namespace MlNetRecurrent.Engine;

/// <summary>A buffer of floats that grows on request; growing discards its contents. Freed by its finalizer.</summary>
internal sealed unsafe class KernelBuffer(KernelMemory memory)
{
    private nint _count;

    ~KernelBuffer() => Free();

    /// <summary>The first float. Callers must keep this buffer alive while they use the pointer.</summary>
    public float* Pointer { get; private set; }

    /// <summary>Ensures room for at least the given number of floats.</summary>
    public float* Reserve(nint count)
    {
        if (count <= _count)
            return Pointer;
        var larger = memory.Allocate(count);
        if (Pointer != null)
            memory.Free(Pointer);
        Pointer = larger;
        _count = count;
        return larger;
    }

    /// <summary>Frees the memory at once; the buffer is not used again.</summary>
    public void Free()
    {
        if (Pointer != null)
            memory.Free(Pointer);
        Pointer = null;
        _count = 0;
    }
}
