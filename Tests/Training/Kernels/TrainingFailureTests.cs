using MlNetRecurrent.Engine;
using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Memory that runs out at any allocation of a training step: the step throws, changes no weight, and the next one is right.</summary>
public sealed class TrainingFailureTests : IDisposable
{
    private const int MaxAllocations = 200;

    private readonly int? _threads = WorkTeam.Threads;

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    public void Dispose()
    {
        PassMemory.Source = KernelMemory.Native;
        WorkTeam.Threads = _threads;
    }

    [Theory, MemberData(nameof(Cells))]
    public void Step_AnyAllocationFails_ThrowsAndChangesNoWeight(string cell)
    {
        WorkTeam.Threads = 1;
        using var program = FusedTrainingProgram.Create(RecurrentCell.Parse(cell), batch: 19, time: 7, features: 3, hidden: 21);
        program.Backward(out var expectedLoss);
        var (expected, weights) = (program.GetGradients(), program.GetWeights());
        var memory = new FailingMemory();
        var failures = 0;
        for (var isDone = false; !isDone; failures++)
        {
            Assert.InRange(failures, 0, MaxAllocations);
            PassMemory.Source = memory;
            // A thread of its own has no scratch memory yet.
            var error = OwnThread.Record(() =>
            {
                memory.FailAfter(failures);
                program.Backward(out _);
                FusedFailure.ThrowIfAny();
            });
            isDone = !memory.HasFailed;
            memory.Recover();
            if (!isDone)
                Assert.IsType<OutOfMemoryException>(error is InvalidOperationException held ? held.InnerException : error, exactMatch: false);

            Assert.Equal(weights, program.GetWeights());
            program.Backward(out var loss);
            Assert.Equal(expectedLoss, loss);
            Assert.Equal(expected, program.GetGradients());
        }

        Assert.InRange(failures, 2, MaxAllocations);
    }

    [Fact]
    public void Step_BackwardFailed_OptimizerThrowsAndChangesNoWeight()
    {
        WorkTeam.Threads = 1;
        using var program = FusedTrainingProgram.Create(RecurrentCell.Lstm, batch: 19, time: 7, features: 3, hidden: 21);
        program.Run();
        var (weights, held) = (program.GetWeights(), 0);
        var memory = new FailingMemory();
        for (var failing = 0; failing < 20; failing++)
        {
            PassMemory.Source = memory;
            OwnThread.Run(() =>
            {
                memory.FailAfter(failing);
                // Only failures of the backward pass are held: those of the forward pass are thrown at once.
                if (Record.Exception(() => program.Backward(out _)) is not null || !memory.HasFailed)
                    return;
                memory.Recover();
                held++;
                var error = Assert.Throws<InvalidOperationException>(program.Step);
                var cause = Assert.IsType<OutOfMemoryException>(error.InnerException, exactMatch: false);
                Assert.Equal($"The backward pass of a fused layer failed, and its gradients are missing: {cause.Message}", error.Message);
            });
            memory.Recover();
            Assert.Equal(weights, program.GetWeights());
        }

        Assert.NotEqual(0, held);
        FusedFailure.ThrowIfAny();
    }
}
