using System.Diagnostics;
using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Errors in backward passes, and memory.</summary>
public sealed class FusedLifetimeTests
{
    [Fact]
    public void Backward_InputChangedInPlace_ThrowsAtTheNextCall()
    {
        using var scope = NewDisposeScope();
        using var module = new FusedLstm(2, 3, batchFirst: true);
        var input = randn(2, 4, 2);
        var loss = module.call(input).Item1.sum();
        input.mul_(2);

        loss.backward();

        Assert.All(module.parameters(), parameter => Assert.Null(parameter.grad));
        var error = Assert.Throws<InvalidOperationException>(() => module.call(input));
        Assert.StartsWith("The backward pass of a fused layer failed, and its gradients are missing: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.InnerException);
        // It is thrown once.
        FusedFailure.ThrowIfAny();
        module.call(input).Item1.sum().backward();
        Assert.All(module.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Backward_WeightChangedInPlace_ThrowsAtThrowIfAny()
    {
        using var scope = NewDisposeScope();
        using var module = new FusedGru(2, 3, batchFirst: true);
        var loss = module.call(randn(2, 4, 2)).Item1.sum();
        using (no_grad())
            module.get_parameter("weight_hh_l0")!.mul_(2);

        loss.backward();

        Assert.Throws<InvalidOperationException>(FusedFailure.ThrowIfAny);
    }

    [Fact]
    public void Backward_OutsideTheScopeOfTheForwardPass_Works()
    {
        using var outer = NewDisposeScope();
        using var module = new FusedLstm(2, 3, 2, batchFirst: true);
        Tensor hidden;
        using (NewDisposeScope())
            hidden = module.call(randn(2, 4, 2)).Item2.MoveToOuterDisposeScope();

        hidden.sum().backward();

        FusedFailure.ThrowIfAny();
        Assert.All(module.parameters(), parameter => Assert.NotNull(parameter.grad));
    }

    [Fact]
    public void Call_WrongArguments_StatesWhatIsExpected()
    {
        using var scope = NewDisposeScope();
        using var module = new FusedLstm(2, 3, 2, batchFirst: true);
        var (input, states) = (zeros(4, 5, 2), zeros(2, 4, 3));

        Refuses(() => module.call(zeros(4, 5, 3)), "The shape of the input is [4, 5, 3], expected [any, any, 2], each size at least 1.");
        Refuses(
            () => module.call(input, (zeros(1, 4, 3), states)),
            "The shape of the initial hidden state is [1, 4, 3], expected [2, 4, 3], each size at least 1.");
        Refuses(
            () => module.call(input, (states, zeros(2, 5, 3))),
            "The shape of the initial cell state is [2, 5, 3], expected [2, 4, 3], each size at least 1.");
        Refuses(() => module.call(input, null, [1, 2]), "There are 2 lengths, expected 4, one for each sequence of the batch. (Parameter 'lengths')");
        Refuses(
            () => module.call(input, null, [1, 2, 3, 6]),
            "The lengths range from 1 to 6, expected 0 to 5, the number of time steps of the batch. (Parameter 'lengths')");
        Refuses(() => module.call(input, null, tensor([1, 2, 3, 4])), "The lengths are Int32 [4], expected Int64 [batch]. (Parameter 'lengths')");
        Assert.Equal(
            "The dropout must be a probability, from 0 to 1. (Parameter 'dropout')\nActual value was 2.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new FusedRnn(1, 1, dropout: 2)).Message.ReplaceLineEndings("\n"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FusedGru(0, 1));

        static void Refuses(Func<object> call, string message) => Assert.Equal(message, Assert.ThrowsAny<ArgumentException>(call).Message);
    }

    [Fact]
    public void Call_EmptyBatch_DoesWhatTorchDoes()
    {
        using var scope = NewDisposeScope();
        using var module = new FusedLstm(2, 3, batchFirst: true);

        Assert.Equal([0, 5, 3], module.call(zeros(0, 5, 2)).Item1.shape);
    }

    [Fact]
    public void Train_ThousandsOfSteps_KeepsMemory() => Train(steps: 1500);

    // As long as a fit: half a minute.
    [Fact(Explicit = true)]
    public void Train_TwentyThousandSteps_KeepsMemory() => Train(steps: 20_000);

    [Fact]
    public void Call_WithoutBackward_FreesWhatWasKept()
    {
        // 10 MB are kept by each call.
        using var module = new FusedLstm(8, 64, batchFirst: true);
        using var input = randn(128, 50, 8);
        var before = WorkingSet();
        for (var call = 0; call < 200; call++)
        {
            using var scope = NewDisposeScope();
            Assert.True(module.call(input).Item1.requires_grad);
        }

        Assert.InRange(WorkingSet() - before, long.MinValue, 900 << 20);
    }

    // Gradients that an earlier pass returned, and tensors between layers, do not wait for the garbage collector.
    [Fact]
    public void Train_WithoutScopes_LeavesNoTensors()
    {
        using var module = new FusedGru(4, 16, 2, batchFirst: true, bidirectional: true);
        using var input = randn(16, 10, 4);
        Run(3);
        var tensors = Tensor.TotalCount;

        Run(200);

        // TorchSharp counts the undefined gradients of the states of both layers.
        Assert.InRange(Tensor.TotalCount - tensors, 0, (2 * 200) + 10);

        void Run(int count)
        {
            for (var step = 0; step < count; step++)
            {
                var (output, hidden) = module.call(input);
                using var loss = output.sum();
                loss.backward();
                output.Dispose();
                hidden.Dispose();
                module.zero_grad();
            }
        }
    }

    private static void Train(int steps)
    {
        using var module = new FusedLstm(4, 16, 2, batchFirst: true, bidirectional: true);
        using var optimizer = optim.SGD(module.parameters(), 0.001);
        using var input = randn(16, 10, 4);
        // The first steps fill the caches of the allocators.
        Run(300);
        // TorchSharp counts the undefined gradient of a state that nothing uses as a tensor that lives on.
        var tensors = DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount;
        var memory = WorkingSet();

        Run(steps);

        Assert.InRange(DisposeScopeManager.Statistics.TensorStatistics.ThreadTotalLiveCount - tensors, 0, (4 * steps) + 50);
        Assert.InRange(WorkingSet() - memory, long.MinValue, 30 << 20);

        void Run(int count)
        {
            for (var step = 0; step < count; step++)
            {
                using var scope = NewDisposeScope();
                optimizer.zero_grad();
                module.call(input, null, [.. Enumerable.Repeat(7L + (step % 4), 16)]).Item1.pow(2).mean().backward();
                FusedFailure.ThrowIfAny();
                optimizer.step();
            }
        }
    }

    private static long WorkingSet()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
