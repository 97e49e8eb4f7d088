using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training;

/// <summary>The memory of a tensor, which is native: it never moves, and lives as long as the tensor.</summary>
internal static unsafe class TensorPointer
{
    // TorchSharp gives the memory of a tensor as a span, which ends at 2 GB.
    private const long MaxSpan = int.MaxValue / sizeof(float);

    /// <summary>Returns the address of the first value of a float tensor in the memory of the CPU.</summary>
    /// <param name="tensor">The tensor, which must not be empty; its strides may be any.</param>
    public static float* Of(Tensor tensor)
    {
        if (tensor.numel() <= MaxSpan && tensor.is_contiguous())
            return Start(tensor);
        using var first = tensor.as_strided([1], [1], tensor.storage_offset());
        return Start(first);
    }

    private static float* Start(Tensor tensor) => (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
}
