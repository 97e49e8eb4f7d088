namespace MlNetRecurrent.Engine;

/// <summary>A buffer of floats, freed with its last reference. It grows; what was in it is lost then.</summary>
internal sealed unsafe class KernelBuffer(KernelMemory memory)
{
    private nint _count;

    ~KernelBuffer()
    {
        if (Pointer != null)
            memory.Free(Pointer);
    }

    /// <summary>The first float. Whoever uses it keeps this buffer alive.</summary>
    public float* Pointer { get; private set; }

    /// <summary>Makes room for so many floats.</summary>
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
}
