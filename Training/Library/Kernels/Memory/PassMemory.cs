using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Buffers of passes, which are reused from batch to batch: new memory would have to be mapped page by page. Thread-safe.</summary>
internal static unsafe class PassMemory
{
    private const int MostIdle = 16;

    private static readonly List<Idle> Buffers = [];

    /// <summary>Rents a buffer with room for at least the given number of floats; its contents are arbitrary finite or other values.</summary>
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

        var buffer = new KernelBuffer(KernelMemory.Native);
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
            // The one that has been idle longest is left to its finalizer.
            if (Buffers.Count == MostIdle)
                Buffers.RemoveAt(0);
            Buffers.Add(new Idle(buffer, count));
        }
    }

    private readonly record struct Idle(KernelBuffer Buffer, nint Count);
}
