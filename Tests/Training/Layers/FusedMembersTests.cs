using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Members of an ensemble that run side by side.</summary>
public sealed class FusedMembersTests
{
    public static TheoryData<string, bool> Cases =>
        [.. from cell in RecurrentCell.All from shares in new[] { false, true } select (cell.Name, shares)];

    [Theory, MemberData(nameof(Cases))]
    public void Run_SeveralMembers_GivesTheSameAsEachAlone(string name, bool shares)
    {
        const int Members = 3;
        using var scope = NewDisposeScope();
        var call = new RecurrenceCall(RecurrentCell.Parse(name), 3, 10, SequenceDirection.Bidirectional) { Lengths = [4, 0, 6, 1, 5] };
        var sequence = Random(5, 6, 3);
        var inputs = Enumerable.Range(0, Members).Select(_ => new RecurrenceInput(
            shares ? sequence : Random(5, 6, 3),
            Random(2, 5, 10),
            call.Cell.HasCellState ? Random(2, 5, 10) : null,
            [Weights(), Weights()])).ToList();

        var together = FusedRecurrence.Run(call, inputs);
        var gradients = Backward(together, inputs);
        var alone = inputs.Select(input => FusedRecurrence.Run(call, input)).ToArray();
        var expected = Backward(alone, inputs);

        for (var member = 0; member < Members; member++)
        {
            TensorAssert.Close(alone[member].Output!, together[member].Output!, 0, "output");
            TensorAssert.Close(alone[member].Hidden, together[member].Hidden, 0, "final hidden state");
        }

        Assert.Equal(expected.Count, gradients.Count);
        foreach (var (tensor, gradient) in expected)
            TensorAssert.Close(gradient, gradients[tensor], ReferenceEquals(tensor, sequence) ? 1e-6 : 0, name);

        RecurrenceWeights Weights() => new(
            Random(call.Shape.Rows, 3), Random(call.Shape.Rows, 10), Random(call.Shape.Rows), Random(call.Shape.Rows));

        static Tensor Random(params long[] shape) => (randn(shape) / 3).requires_grad_();
    }

    private static Dictionary<Tensor, Tensor> Backward(RecurrenceResult[] results, List<RecurrenceInput> inputs)
    {
        results.Select(result => result.Output!.pow(2).sum() + result.Hidden.sum()).Aggregate((sum, part) => sum + part).backward();
        FusedFailure.ThrowIfAny();
        var gradients = new Dictionary<Tensor, Tensor>(ReferenceEqualityComparer.Instance);
        foreach (var input in inputs)
        {
            foreach (var tensor in new[] { input.Sequence, input.Hidden!, input.Cell }.OfType<Tensor>().Concat(input.Directions.SelectMany(
                weights => new[] { weights.Input, weights.Recurrent, weights.InputBias!, weights.RecurrentBias! })))
            {
                if (tensor.grad is { } gradient)
                    gradients[tensor] = gradient.clone();
                tensor.grad = null;
            }
        }

        return gradients;
    }
}
