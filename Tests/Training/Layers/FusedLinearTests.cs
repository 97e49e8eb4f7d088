using TorchSharp;
using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares the fused linear layer with <c>torch.nn.Linear</c> and its autograd.</summary>
public sealed class FusedLinearTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 25)];

    [Theory, MemberData(nameof(Seeds))]
    public void Backward_RandomSizes_MatchesTorch(int seed)
    {
        using var scope = NewDisposeScope();
        var random = new Random(seed);
        var (inputs, outputs) = (random.Next(1, 130), random.Next(1, 90));
        long[] axes = [.. Enumerable.Range(0, random.Next(0, 4)).Select(_ => (long)random.Next(1, 12))];
        manual_seed(seed);
        using var layer = new FusedLinear(inputs, outputs, hasBias: random.Next(3) > 0);
        var input = rand([.. axes, inputs], requires_grad: random.Next(4) > 0);
        var upstream = rand([.. axes, outputs]);
        layer.weight.requires_grad = random.Next(4) > 0;

        var (expected, expectedGradients) = Run(value => nn.functional.linear(value, layer.weight, layer.bias));
        var (actual, gradients) = Run(layer.call);

        TensorAssert.Close(expected, actual, 1e-5, "output");
        Assert.Equal(expected.requires_grad, actual.requires_grad);
        Assert.Equal(expectedGradients.Keys, gradients.Keys);
        Assert.All(expectedGradients, pair => TensorAssert.Close(pair.Value, gradients[pair.Key], 1e-5, pair.Key));

        (Tensor Output, SortedDictionary<string, Tensor> Gradients) Run(Func<Tensor, Tensor> forward)
        {
            List<(string Name, Tensor Value)> tensors =
                [.. layer.named_parameters().Select(pair => (pair.name, (Tensor)pair.parameter)), ("input", input)];
            tensors.ForEach(tensor => tensor.Value.grad = null);
            var output = forward(input);
            if (output.requires_grad)
                (output * upstream).sum().backward();
            FusedFailure.ThrowIfAny();
            return (output.detach(), new(tensors.Where(tensor => tensor.Value.grad is not null).ToDictionary(
                tensor => tensor.Name, tensor => tensor.Value.grad!.clone())));
        }
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Create_SameSeed_DrawsAsTorch(bool hasBias)
    {
        using var scope = NewDisposeScope();
        manual_seed(7);
        using var expected = nn.Linear(33, 5, hasBias);
        var next = rand(3);

        manual_seed(7);
        using var layer = new FusedLinear(33, 5, hasBias);

        Assert.True(rand(3).equal(next).all().item<bool>());
        Assert.Equal(expected.state_dict().Keys, layer.state_dict().Keys);
        Assert.All(expected.state_dict(), pair => Assert.True(pair.Value.equal(layer.state_dict()[pair.Key]).all().item<bool>(), pair.Key));
    }

    [Fact]
    public void Forward_RowsWithStride_AreReadInPlace()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(10, 3);
        var sequence = rand([4, 7, 10], requires_grad: true);
        var last = sequence.select(1, -1);

        var expected = autograd.grad([nn.functional.linear(last, layer.weight, layer.bias).pow(2).sum()], [sequence])[0];
        var actual = autograd.grad([layer.call(last).pow(2).sum()], [sequence])[0];

        TensorAssert.Close(expected, actual, 1e-5, "gradient");
        var transposed = last.t().contiguous().t();
        TensorAssert.Close(nn.functional.linear(transposed, layer.weight, layer.bias), layer.call(transposed), 1e-5, "transposed");
    }

    [Fact]
    public void Backward_GradientOfGradient_MatchesTorch()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(6, 4);
        var input = rand([5, 6], requires_grad: true);

        var expected = Penalty(value => nn.functional.linear(value, layer.weight, layer.bias));
        var actual = Penalty(layer.call);

        Assert.All(expected.Zip(actual), pair => TensorAssert.Close(pair.First, pair.Second, 1e-5, "gradient"));

        IList<Tensor> Penalty(Func<Tensor, Tensor> forward)
        {
            var gradient = autograd.grad([forward(input).pow(3).sum()], [input], retain_graph: true, create_graph: true)[0];
            return autograd.grad([gradient.pow(2).sum()], [layer.weight, input]);
        }
    }

    [Fact]
    public void Backward_RetainedGraph_GivesTheSame()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(6, 4);
        var loss = layer.call(layer.call(rand(5, 6)).matmul(rand(4, 6))).pow(2).sum();

        loss.backward(retain_graph: true);
        var first = layer.weight.grad!.clone();
        loss.backward();

        TensorAssert.Close(first * 2, layer.weight.grad!, 1e-6, "gradient");
    }

    [Fact]
    public void Backward_WeightChangedInPlace_IsThrownAfterwards()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(6, 4);
        var loss = layer.call(rand([5, 6], requires_grad: true)).sum();
        using (no_grad())
            layer.weight.mul_(2);

        loss.backward();

        var error = Assert.Throws<InvalidOperationException>(FusedFailure.ThrowIfAny);
        Assert.Contains("modified by an inplace operation", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Forward_OtherTypes_FallsBackToTorch()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(6, 4, dtype: ScalarType.Float64);
        var input = rand([5, 6], dtype: ScalarType.Float64);

        Assert.True(layer.call(input).equal(nn.functional.linear(input, layer.weight, layer.bias)).all().item<bool>());
        layer.to(ScalarType.Float32);
        Assert.Equal(ScalarType.Float32, layer.weight.dtype);
        TensorAssert.Close(
            nn.functional.linear(input.@float(), layer.weight, layer.bias), layer.call(input.@float()), 1e-5, "output");
        Assert.Equal([0, 4], layer.call(zeros(0, 6)).shape);
    }

    [Fact]
    public void Forward_WrongSize_Throws()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(6, 4);

        var error = Assert.Throws<ArgumentException>(() => layer.call(zeros(2, 5)));

        Assert.StartsWith("The input has shape [2, 5], expected [..., 6], the inputs of the layer.", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FusedLinear(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FusedLinear(1, 0));
    }

    [Fact]
    public void ForwardBackward_ManySteps_LeavesNoTensors()
    {
        using var layer = new FusedLinear(20, 4);
        Step();
        var before = Tensor.TotalCount;

        for (var step = 0; step < 200; step++)
            Step();

        Assert.InRange(Tensor.TotalCount, 0, before + 20);

        void Step()
        {
            using var scope = NewDisposeScope();
            FusedLoss.MeanSquaredError(layer.call(rand(8, 20)), zeros(8, 4)).backward();
        }
    }
}
