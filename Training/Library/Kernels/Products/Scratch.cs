using MlNetRecurrent.Engine;

namespace MlNetRecurrent.Training;

/// <summary>Buffers of the calling thread for copies of operands. Each is used by one product at a time.</summary>
internal static class Scratch
{
    [ThreadStatic]
    private static KernelBuffer? _panel;

    [ThreadStatic]
    private static KernelBuffer? _shared;

    /// <summary>Columns of a right operand.</summary>
    public static KernelBuffer Panel => _panel ??= new KernelBuffer(KernelMemory.Native);

    /// <summary>What the caller of <see cref="WorkTeam"/> shares with the threads that help.</summary>
    public static KernelBuffer Shared => _shared ??= new KernelBuffer(KernelMemory.Native);
}
