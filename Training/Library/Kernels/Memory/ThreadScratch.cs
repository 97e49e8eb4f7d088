using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Scratch memory of the calling thread, which is valid until the thread reserves again.</summary>
internal static unsafe class ThreadScratch
{
    [ThreadStatic]
    private static KernelBuffer? _buffer;

    /// <summary>Reserves room for a number of floats with arbitrary values.</summary>
    public static float* Reserve(nint count) => (_buffer ??= new KernelBuffer(KernelMemory.Native)).Reserve(count);
}
