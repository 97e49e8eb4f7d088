using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Counts the page faults of large tensors, one after another. <see cref="NativeHeapTests"/> starts the processes.</summary>
public sealed class NativeHeapProbeTests
{
    /// <summary>The environment variable that states whether the process keeps freed memory: 1 or 0.</summary>
    public const string Keeps = "MLNETRECURRENT_TEST_KEEPS_FREED_MEMORY";

    private const int PageSize = 4096;
    private const int Steps = 40;

    // 80 MB: more than glibc ever keeps by itself.
    private const int Pages = 20_000;

    [Fact(Explicit = true)]
    public void LargeTensors_OneAfterAnother_FaultOnceIfMemoryIsKept()
    {
        var isGlibc = NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "gnu_get_libc_version", out _);
        var keeps = Environment.GetEnvironmentVariable(Keeps) == "1" && isGlibc;
        if (Environment.GetEnvironmentVariable(Keeps) == "1")
        {
            Assert.Equal(isGlibc, NativeHeap.KeepFreedMemory());
            Assert.Equal(isGlibc, NativeHeap.KeepFreedMemory());
        }

        // At first the heap grows: what others allocate between two tensors splits the freed memory.
        FillTensors();
        var before = ReadFaults();
        FillTensors();

        var faults = ReadFaults() - before;
        if (keeps)
            Assert.InRange(faults, 0, Steps * Pages / 4);
        // Huge pages have one fault for 512.
        else if (faults > Steps * Pages / 512)
            Assert.InRange(faults, Steps * Pages / 2, long.MaxValue);
    }

    private static void FillTensors()
    {
        for (var step = 0; step < Steps; step++)
        {
            using var tensor = empty(Pages * PageSize / sizeof(float));
            tensor.bytes.Fill(1);
        }
    }

    // Field 10 of proc(5), the eighth after the name of the command, which is in parentheses.
    private static long ReadFaults()
    {
        var text = File.ReadAllText("/proc/thread-self/stat");
        return long.Parse(text[(text.LastIndexOf(')') + 2)..].Split(' ')[7], CultureInfo.InvariantCulture);
    }
}
