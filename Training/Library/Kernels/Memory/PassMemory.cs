using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>
/// Buffers of passes, which are reused from batch to batch: new memory would have to be mapped and cleared page by page. Thread-safe.
/// </summary>
internal static unsafe class PassMemory
{
    // More are freed, the one that has been idle longest first.
    private const int MostIdle = 16;
    private const nint MostIdleFloats = 128_000_000;

    private static readonly List<Idle> Buffers = [];
    private static KernelMemory _source = KernelMemory.Native;

    /// <summary>Where new buffers come from. When it changes, idle buffers are left to their finalizers.</summary>
    public static KernelMemory Source
    {
        get => _source;
        set
        {
            lock (Buffers)
                Buffers.Clear();
            _source = value;
        }
    }

    /// <summary>Rents a buffer with room for at least the given number of floats, of arbitrary values.</summary>
    /// <exception cref="OutOfMemoryException">There is not enough memory.</exception>
    public static KernelBuffer Rent(nint count)
    {
        lock (Buffers)
        {
            var best = -1;
            for (var index = 0; index < Buffers.Count; index++)
            {
                var size = Buffers[index].Count;
                if (size >= count && size / 2 <= count && (best < 0 || size < Buffers[best].Count))
                    best = index;
            }

            if (best >= 0)
            {
                var found = Buffers[best].Buffer;
                Buffers.RemoveAt(best);
                return found;
            }
        }

        var buffer = new KernelBuffer(_source);
        buffer.Reserve(count);
        return buffer;
    }

    /// <summary>Returns a buffer.</summary>
    /// <param name="buffer">The buffer.</param>
    /// <param name="count">The number of floats that it was rented for.</param>
    public static void Return(KernelBuffer buffer, nint count)
    {
        lock (Buffers)
        {
            Buffers.Add(new Idle(buffer, count));
            var total = (nint)0;
            foreach (var idle in Buffers)
                total += idle.Count;
            while (Buffers.Count > 1 && (Buffers.Count > MostIdle || total > MostIdleFloats))
            {
                total -= Buffers[0].Count;
                Buffers[0].Buffer.Free();
                Buffers.RemoveAt(0);
            }
        }
    }

    private readonly record struct Idle(KernelBuffer Buffer, nint Count);
}
