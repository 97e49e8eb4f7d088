namespace MlNetRecurrent.Engine;

/// <summary>A buffer of floats, freed with its last reference. It grows; what was in it is lost then.</summary>
internal sealed unsafe class KernelBuffer(KernelMemory memory)
{
    private nint _count;

    ~KernelBuffer()
    {
        if (Start != null)
            memory.Free(Start);
    }

    /// <summary>The first float. Whoever uses it keeps this buffer alive.</summary>
    public float* Start { get; private set; }

    /// <summary>Makes room for so many floats.</summary>
    public float* Reserve(nint count)
    {
        if (count <= _count)
            return Start;
        var larger = memory.Allocate(count);
        if (Start != null)
            memory.Free(Start);
        Start = larger;
        _count = count;
        return larger;
    }
}
