using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares final states that are computed without outputs with those of a call.</summary>
public sealed class FusedFinalStateTests
{
    private static readonly long[] Lengths = [0, 7, 3, 7, 1];

    public static TheoryData<int, bool> Cases => [.. from layers in new[] { 1, 2 } from ragged in new[] { false, true } select (layers, ragged)];

    [Theory, MemberData(nameof(Cases))]
    public void Lstm_FinalState_IsThatOfACall(int layers, bool ragged)
    {
        using var scope = NewDisposeScope();
        using var lstm = new FusedLstm(3, 20, layers, batchFirst: true, bidirectional: true);
        var (input, state) = (randn(5, 7, 3), (randn(2 * layers, 5, 20), randn(2 * layers, 5, 20)));

        AssertSame(
            lstm,
            () => Call(ragged ? lstm.call(input, state, Lengths) : lstm.call(input, state)),
            () => Final(lstm.FinalState(input, state, ragged ? Lengths : null)));

        static Tensor[] Call((Tensor, Tensor, Tensor) result) => [result.Item2, result.Item3];
        static Tensor[] Final((Tensor Hidden, Tensor Cell) state) => [state.Hidden, state.Cell];
    }

    [Theory, MemberData(nameof(Cases))]
    public void Gru_FinalState_IsThatOfACall(int layers, bool ragged)
    {
        using var scope = NewDisposeScope();
        using var gru = new FusedGru(3, 20, layers, batchFirst: true);
        var (input, state) = (randn(5, 7, 3), randn(layers, 5, 20));

        AssertSame(
            gru,
            () => [(ragged ? gru.call(input, state, Lengths) : gru.call(input, state)).Item2],
            () => [gru.FinalState(input, state, ragged ? Lengths : null)]);
    }

    [Theory, MemberData(nameof(Cases))]
    public void Rnn_FinalState_IsThatOfACall(int layers, bool ragged)
    {
        using var scope = NewDisposeScope();
        using var rnn = new FusedRnn(3, 20, layers);
        var (input, state) = (randn(7, 5, 3), randn(layers, 5, 20));

        AssertSame(
            rnn,
            () => [(ragged ? rnn.call(input, state, Lengths) : rnn.call(input, state)).Item2],
            () => [rnn.FinalState(input, state, ragged ? Lengths : null)]);
    }

    [Fact]
    public void FinalState_InDouble_IsComputedByLibTorch()
    {
        using var scope = NewDisposeScope();
        using var gru = new FusedGru(2, 4);
        gru.to(ScalarType.Float64);
        var input = randn(6, 3, 2, dtype: ScalarType.Float64);

        TensorAssert.Close(gru.call(input).Item2, gru.FinalState(input), 1e-12, "final hidden state");
    }

    // The sums of the gradients have the same terms in the same order.
    private static void AssertSame(nn.Module module, Func<Tensor[]> call, Func<Tensor[]> finalState)
    {
        var (expected, expectedGradients) = Run(call);
        var (actual, actualGradients) = Run(finalState);

        Assert.All(expected.Zip(actual), pair => Assert.True(pair.First.equal(pair.Second).all().item<bool>()));
        Assert.All(expectedGradients.Zip(actualGradients), pair => TensorAssert.Close(pair.First, pair.Second, 1e-6, "gradient"));

        (Tensor[] Values, List<Tensor> Gradients) Run(Func<Tensor[]> compute)
        {
            module.zero_grad();
            var values = compute();
            values.Select((value, index) => (value * (index + 1)).sum()).Aggregate((left, right) => left + right).backward();
            return (values, [.. module.parameters().Select(parameter => parameter.grad!.clone())]);
        }
    }
}
