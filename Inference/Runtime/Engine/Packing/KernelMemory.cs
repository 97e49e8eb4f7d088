using System.Runtime.InteropServices;

namespace MlNetRecurrent.Engine;

/// <summary>Where buffers of the kernels come from.</summary>
internal abstract unsafe class KernelMemory
{
    /// <summary>Memory of the process, on the boundaries of cache lines.</summary>
    public static KernelMemory Native { get; } = new NativeKernelMemory();

    /// <summary>Room for so many floats, all 0; <see cref="Free"/> gives it back.</summary>
    public abstract float* Allocate(nint count);

    public abstract void Free(float* buffer);

    private sealed class NativeKernelMemory : KernelMemory
    {
        private const nuint CacheLine = 64;

        public override float* Allocate(nint count)
        {
            var bytes = checked((nuint)count * sizeof(float));
            var buffer = NativeMemory.AlignedAlloc(Math.Max(bytes, CacheLine), CacheLine);
            NativeMemory.Clear(buffer, bytes);
            return (float*)buffer;
        }

        public override void Free(float* buffer) => NativeMemory.AlignedFree(buffer);
    }
}
