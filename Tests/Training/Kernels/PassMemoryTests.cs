using MlNetRecurrent.Engine;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The memory of recurrent passes: its bounds, its end, and the lack of it.</summary>
public sealed class PassMemoryTests : IDisposable
{
    private const int MaxSize = 300;
    private const int MaxAllocations = 200;

    private readonly int? _threads = WorkTeam.Threads;

    public static TheoryData<string, bool> Cells =>
        [.. from cell in RecurrentCell.All from atStart in new[] { false, true } select (cell.Name, atStart)];

    public void Dispose()
    {
        WorkTeam.Threads = _threads;
        PassMemory.Source = KernelMemory.Native;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Passes_EverySize_StayInTheirBuffers(string cell, bool atStart)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Protected pages are implemented for Linux only.");
        WorkTeam.Threads = 1;
        var random = new Random(cell.Length);
        // A thread of its own has scratch memory of its own, which is guarded too.
        OwnThread.Run(() =>
        {
            for (var hidden = atStart ? 2 : 1; hidden <= MaxSize; hidden += 1 + (hidden / 12))
            {
                var memory = new GuardedMemory(atStart);
                using var pass = new GuardedPass(memory, RecurrentCell.Parse(cell), hidden, random);
                PassMemory.Source = KernelMemory.Native;
                var expected = pass.Run();
                PassMemory.Source = memory;

                var actual = pass.Run();

                Assert.All(expected, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(actual[pair.Key]), $"{pair.Key} of {pass}"));
            }
        });
    }

    [Theory, MemberData(nameof(Cells))]
    public void Passes_AnyNumberOfThreads_SameBits(string cell, bool atStart)
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Protected pages are implemented for Linux only.");
        var random = new Random(cell.Length + 1);
        for (var repetition = 0; repetition < 12; repetition++)
        {
            using var pass = new GuardedPass(new GuardedMemory(atStart), RecurrentCell.Parse(cell), random.Next(1, 150), random);
            WorkTeam.Threads = 1;
            var expected = pass.Run();
            foreach (var threads in new[] { 2, 3, 7 })
            {
                WorkTeam.Threads = threads;
                var actual = pass.Run();
                Assert.All(expected, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(actual[pair.Key]), $"{pair.Key} of {pass}"));
            }
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Passes_AnyAllocationFails_NextRunIsRight(string cell, bool hasHelpers)
    {
        var random = new Random(cell.Length + 2);
        using var pass = new GuardedPass(new GuardedMemory(atStart: false), RecurrentCell.Parse(cell), 21, random);
        WorkTeam.Threads = hasHelpers ? 3 : 1;
        var expected = pass.Run();
        var memory = new FailingMemory();

        // A thread of its own has no scratch memory yet.
        for (var allocations = 0; ; allocations++)
        {
            PassMemory.Source = memory;
            var failure = OwnThread.Record(() =>
            {
                memory.FailAfter(allocations);
                pass.Run();
            });
            var hasFailed = memory.HasFailed;
            memory.Recover();
            AssertSame(expected, pass.Run());
            if (!hasFailed)
                break;
            // A helper that has no memory leaves its piece to nobody: the caller reports its error.
            Assert.IsType<OutOfMemoryException>(failure, exactMatch: false);
            Assert.InRange(allocations, 0, MaxAllocations);
        }

        PassMemory.Source = KernelMemory.Native;
        Collect();
        if (!hasHelpers)
            Assert.Equal(0, memory.LiveBuffers);
    }

    // Such a pass is freed by the garbage collector, on another thread, at any time.
    [Fact]
    public void Call_WithoutBackward_MemoryIsNotUsedAgainAfterItsEnd()
    {
        Assert.SkipUnless(GuardedMemory.IsSupported, "Protected pages are implemented for Linux only.");
        PassMemory.Source = new GuardedMemory(atStart: false);
        using var module = new FusedLstm(3, 20, batchFirst: true);
        using var input = randn(17, 9, 3);
        using var expected = Gradient(module, input);
        for (var repetition = 0; repetition < 30; repetition++)
        {
            for (var call = 0; call < 5; call++)
                Forget(module, input);
            Collect();
            using var actual = Gradient(module, input);
            Assert.Equal(expected.data<float>().ToArray(), actual.data<float>().ToArray());
        }
    }

    private static void Forget(FusedLstm module, Tensor input)
    {
        using var scope = NewDisposeScope();
        module.call(input);
    }

    private static Tensor Gradient(FusedLstm module, Tensor input)
    {
        using var scope = NewDisposeScope();
        foreach (var parameter in module.parameters())
            parameter.grad = null;
        module.call(input).Item1.sum().backward();
        FusedFailure.ThrowIfAny();
        return module.get_parameter("weight_hh_l0")!.grad!.clone().MoveToOuterDisposeScope();
    }

    private static void AssertSame(Dictionary<string, float[]> expected, Dictionary<string, float[]> actual) =>
        Assert.All(expected, pair => Assert.True(pair.Value.AsSpan().SequenceEqual(actual[pair.Key]), pair.Key));

    private static void Collect()
    {
        for (var round = 0; round < 3; round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }
}
