using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Training for a long time: what the heap of the C library holds does not grow from step to step.</summary>
public sealed partial class MemoryGrowthTests
{
    /// <summary>The environment variable for the number of steps, to run more than usual.</summary>
    public const string Steps = "MLNETRECURRENT_GROWTH_STEPS";

    // Methods that are compiled late and caches of allocators grow at times; what a step leaves behind grows in every round.
    private const int Rounds = 15;
    private const long BytesPerStep = 16;

    // What TorchSharp's modules leave behind when they are disposed of: 700 bytes for an nn.Linear that was only created.
    private const long BytesPerNetwork = 2048;

    private static readonly int Count = int.Parse(Environment.GetEnvironmentVariable(Steps) ?? "1000", CultureInfo.InvariantCulture);

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    [Theory, MemberData(nameof(Cells))]
    public void Step_Repeated_HoldsNoMoreMemory(string cell)
    {
        using var program = FusedTrainingProgram.Create(RecurrentCell.Parse(cell), batch: 9, time: 5, features: 2, hidden: 10);

        AssertNoGrowth(() => program.Run());
    }

    [Fact]
    public void Call_WithoutBackward_HoldsNoMoreMemory()
    {
        using var program = FusedTrainingProgram.Create(RecurrentCell.Lstm, batch: 9, time: 5, features: 2, hidden: 10);

        AssertNoGrowth(program.Forward);
    }

    [Fact]
    public void Fit_Repeated_HoldsNoMoreMemory()
    {
        using var data = TestData.Sine();
        AssertNoGrowth(
            () =>
            {
                using var network = RecurrentNetwork.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 6));
                NetworkFitter.Fit(network, data, new FitOptions { Epochs = 10 });
            },
            divisor: 20,
            BytesPerNetwork);
    }

    private static void AssertNoGrowth(Action step, int divisor = 1, long bytesPerStep = BytesPerStep)
    {
        Assert.SkipUnless(TryMeasure(out _), "Only the GNU C library tells what its heap holds.");
        for (var warm = 0; warm < 200 / divisor; warm++)
            step();
        var growth = new List<long>();
        for (var round = 0; round < Rounds; round++)
        {
            var before = Measure();
            for (var index = 0; index < Count / divisor; index++)
                step();
            growth.Add(Measure() - before);
            if (growth[^1] <= bytesPerStep * (Count / divisor))
                return;
        }

        Assert.Fail($"The native memory grew in every round of {Count / divisor} steps, by {string.Join(", ", growth)} bytes.");
    }

    private static long Measure()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.True(TryMeasure(out var bytes));
        return bytes;
    }

    private static bool TryMeasure(out long bytes)
    {
        bytes = 0;
        if (!OperatingSystem.IsLinux() || !NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "mallinfo2", out _))
            return false;
        var information = GetInformation();
        bytes = (long)(information.Used + information.Mapped);
        return true;
    }

    // struct mallinfo2 of malloc.h: hblkhd and uordblks are the bytes in mapped regions and in use.
    [StructLayout(LayoutKind.Sequential)]
    private readonly struct HeapInformation
    {
        private readonly nuint _arena;
        private readonly nuint _freeChunks;
        private readonly nuint _fastChunks;
        private readonly nuint _regions;
        public readonly nuint Mapped;
        private readonly nuint _most;
        private readonly nuint _fastBytes;
        public readonly nuint Used;
        private readonly nuint _free;
        private readonly nuint _top;
    }

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial HeapInformation GetInformation();
}
