using System.Runtime.InteropServices;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

public sealed class PeakMemoryTests
{
    [Fact]
    public unsafe void Bytes_MemoryAllocatedAndFreed_CountsThePeak()
    {
        const int size = 100_000_000;
        using var memory = PeakMemory.Begin();
        var block = NativeMemory.Alloc(size);
        // Pages count when they are written.
        NativeMemory.Fill(block, size, 1);
        var during = memory.Bytes;
        NativeMemory.Free(block);

        Assert.True(during > 0.9 * size);
        Assert.True(memory.Bytes >= during);
    }
}
