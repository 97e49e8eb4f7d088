using System.Runtime.InteropServices;

namespace MlNetRecurrent.Engine;

/// <summary>Allocates the buffers of the kernels.</summary>
internal abstract unsafe class KernelMemory
{
    /// <summary>Native memory of the process, aligned to cache lines.</summary>
    public static KernelMemory Native { get; } = new NativeKernelMemory();

    /// <summary>Allocates a buffer of zeros; <see cref="Free"/> releases it.</summary>
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
