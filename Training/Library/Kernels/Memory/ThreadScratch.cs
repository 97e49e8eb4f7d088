using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Buffers of the calling thread, of arbitrary values. Each is used by one computation at a time.</summary>
internal static class ThreadScratch
{
    [ThreadStatic]
    private static KernelBuffer? _block;

    [ThreadStatic]
    private static KernelBuffer? _panel;

    [ThreadStatic]
    private static KernelBuffer? _shared;

    /// <summary>What a block of a recurrent pass works with.</summary>
    public static KernelBuffer Block => _block ??= new KernelBuffer(PassMemory.Source);

    /// <summary>Columns of a right operand.</summary>
    public static KernelBuffer Panel => _panel ??= new KernelBuffer(PassMemory.Source);

    /// <summary>What the caller of <see cref="WorkTeam"/> shares with the threads that help.</summary>
    public static KernelBuffer Shared => _shared ??= new KernelBuffer(PassMemory.Source);
}
