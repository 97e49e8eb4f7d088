using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares fused losses with the functions of LibTorch and their autograd.</summary>
public sealed class FusedLossTests
{
    private static readonly double[] Levels = [0.1, 0.5, 0.8];

    private static readonly Dictionary<string, Func<Random, (Tensor Scores, Func<Tensor, Tensor> Fused, Func<Tensor, Tensor> Torch)>> Losses = new()
    {
        ["mse"] = random =>
        {
            var (scores, targets) = Pair(random);
            return (scores, value => FusedLoss.MeanSquaredError(value, targets), value => nn.functional.mse_loss(value, targets));
        },
        ["l1"] = random =>
        {
            var (scores, targets) = Pair(random);
            return (scores, value => FusedLoss.MeanAbsoluteError(value, targets), value => nn.functional.l1_loss(value, targets));
        },
        ["huber"] = random =>
        {
            var (scores, targets) = Pair(random);
            var delta = 0.1 + random.NextDouble();
            return (scores, value => FusedLoss.Huber(value, targets, delta), value => nn.functional.huber_loss(value, targets, delta));
        },
        ["pinball"] = random =>
        {
            var shape = Shape(random);
            var targets = rand(shape);
            return (rand([.. shape, Levels.Length]), value => FusedLoss.Pinball(value, targets, Levels), value => Pinball(value, targets));
        },
        ["cross-entropy"] = random =>
        {
            var (shape, count) = (Shape(random), random.Next(1, 40));
            var classes = randint(count, shape, ScalarType.Int64);
            var weights = random.Next(2) == 0 ? null : rand(count) + 0.1f;
            var ignored = random.Next(2) == 0 ? -100L : 0L;
            return (
                8 * rand([.. shape, count]),
                value => FusedLoss.CrossEntropy(value, classes, weights, ignored),
                value => nn.functional.cross_entropy(value.reshape(-1, count), classes.reshape(-1), weights, ignored));
        },
    };

    public static TheoryData<string, int> Cases => [.. from loss in Losses.Keys from seed in Enumerable.Range(1, 15) select (loss, seed)];

    [Theory, MemberData(nameof(Cases))]
    public void Backward_RandomSizes_MatchesTorch(string name, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var random = new Random(seed);
        var (scores, fused, torch) = Losses[name](random);
        scores.requires_grad = true;
        var factor = random.Next(2) == 0 ? 1f : -2.5f;

        var expected = torch(scores);
        var actual = fused(scores);

        Assert.Equal([], actual.shape);
        Assert.True(actual.requires_grad);
        if (expected.isnan().item<bool>())
        {
            // Only ignored classes.
            Assert.True(actual.isnan().item<bool>());
            return;
        }

        TensorAssert.Close(expected, actual, 1e-6, "loss");
        TensorAssert.Close(Gradient(expected * factor), Gradient(actual * factor), 1e-6, "gradient");
        Assert.True(Gradient(fused(scores)).equal(Gradient(fused(scores))).all().item<bool>());
        using (no_grad())
            Assert.Equal(actual.item<float>(), fused(scores).item<float>());

        Tensor Gradient(Tensor loss) => autograd.grad([loss], [scores])[0];
    }

    [Theory, MemberData(nameof(Cases))]
    public void Backward_GradientOfGradient_MatchesTorch(string name, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var (scores, fused, torch) = Losses[name](new Random(seed));
        var source = scores;
        source.requires_grad = true;

        var expected = Second(torch);
        var actual = Second(fused);

        FusedFailure.ThrowIfAny();
        if (!expected.isnan().any().item<bool>())
            TensorAssert.Close(expected, actual, 1e-5, "gradient");

        Tensor Second(Func<Tensor, Tensor> loss)
        {
            var gradient = autograd.grad([loss(source.pow(2))], [source], retain_graph: true, create_graph: true)[0];
            return autograd.grad([gradient.pow(2).sum()], [source])[0];
        }
    }

    [Theory, MemberData(nameof(Cases))]
    public void Run_DoublePrecision_IsTorch(string name, int seed)
    {
        using var scope = NewDisposeScope();
        manual_seed(seed);
        var (scores, fused, torch) = Losses[name](new Random(seed));
        if (name == "cross-entropy" || name == "huber")
            return;

        Assert.Equal(torch(scores.@double()).item<double>(), fused(scores.@double()).item<double>());
    }

    [Theory, InlineData(true), InlineData(false)]
    public void Backward_OutputsOfLayer_MatchesTorch(bool hasBias)
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var layer = new FusedLinear(7, 3, hasBias);
        var input = rand([5, 4, 7], requires_grad: true);
        var targets = rand(5, 4, 3);
        var (single, classes) = (rand(5, 4), randint(3, [5, 4], ScalarType.Int64));

        Check(value => nn.functional.mse_loss(value, targets), FusedLoss.MeanSquaredError(layer, input, targets));
        Check(value => nn.functional.l1_loss(value, targets), FusedLoss.MeanAbsoluteError(layer, input, targets));
        Check(value => nn.functional.huber_loss(value, targets, 0.2), FusedLoss.Huber(layer, input, targets, 0.2));
        Check(value => Pinball(value, single), FusedLoss.Pinball(layer, input, single, Levels));
        Check(
            value => nn.functional.cross_entropy(value.reshape(-1, 3), classes.reshape(-1)),
            FusedLoss.CrossEntropy(layer, input, classes));

        void Check(Func<Tensor, Tensor> torch, Tensor actual)
        {
            var expected = torch(nn.functional.linear(input, layer.weight, layer.bias));
            TensorAssert.Close(expected, actual, 1e-6, "loss");
            var tensors = layer.parameters().Append(input).ToList();
            var gradients = autograd.grad([actual * 2], tensors).ToList();
            Assert.All(
                autograd.grad([expected * 2], tensors).Zip(gradients), pair => TensorAssert.Close(pair.First, pair.Second, 1e-6, "gradient"));
        }
    }

    [Fact]
    public void Backward_GradientOfGradientOfLayer_MatchesTorch()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(7, 3);
        var input = rand([5, 7], requires_grad: true);
        var classes = zeros(5, dtype: ScalarType.Int64);

        var expected = Second(nn.functional.cross_entropy(nn.functional.linear(input, layer.weight, layer.bias), classes));
        var actual = Second(FusedLoss.CrossEntropy(layer, input, classes));

        FusedFailure.ThrowIfAny();
        Assert.All(expected.Zip(actual), pair => TensorAssert.Close(pair.First, pair.Second, 1e-6, "gradient"));

        IList<Tensor> Second(Tensor loss)
        {
            var gradient = autograd.grad([loss], [input], retain_graph: true, create_graph: true)[0];
            return autograd.grad([gradient.pow(2).sum()], [layer.weight, layer.bias!, input]);
        }
    }

    [Fact]
    public void Run_LayerOfOtherSize_Throws()
    {
        using var scope = NewDisposeScope();
        using var layer = new FusedLinear(7, 3);

        Assert.Equal(
            "The input has shape [5, 6], expected [..., 7], the inputs of the layer. (Parameter 'input')",
            Assert.Throws<ArgumentException>(() => FusedLoss.MeanSquaredError(layer, rand(5, 6), rand(5, 3))).Message);
        Assert.Equal(
            "The scores have shape [5, 3] and the targets [5], expected the same shape.",
            Assert.Throws<ArgumentException>(() => FusedLoss.MeanSquaredError(layer, rand(5, 7), rand(5))).Message);
    }

    [Fact]
    public void Backward_RetainedGraph_GivesTheSame()
    {
        using var scope = NewDisposeScope();
        var scores = rand([4, 3], requires_grad: true);
        var loss = FusedLoss.CrossEntropy(scores, tensor(new long[] { 0, 1, 2, 0 }));

        loss.backward(retain_graph: true);
        var first = scores.grad!.clone();
        loss.backward();

        TensorAssert.Close(first * 2, scores.grad!, 1e-7, "gradient");
    }

    [Fact]
    public void Run_TargetsOfOtherShapes_Throws()
    {
        using var scope = NewDisposeScope();
        var classes = zeros(2, dtype: ScalarType.Int64);

        AssertThrows(
            "The scores have shape [2, 3] and the targets [2], expected the same shape.", () => FusedLoss.MeanSquaredError(zeros(2, 3), zeros(2)));
        AssertThrows(
            "The quantiles have shape [2, 2] and the targets [2], expected [..., 3], one for each level, and [...].",
            () => FusedLoss.Pinball(zeros(2, 2), zeros(2), Levels));
        AssertThrows(
            "The scores have shape [3, 4] and the classes [2], expected [..., classes] and [...].",
            () => FusedLoss.CrossEntropy(zeros(3, 4), classes));
        AssertThrows(
            "The scores have shape [2, 4] and the weights [3], expected [4], one for each class.",
            () => FusedLoss.CrossEntropy(zeros(2, 4), classes, zeros(3)));
        AssertThrows("The classes have type Float32, expected Int64.", () => FusedLoss.CrossEntropy(zeros(2, 4), zeros(2)));
        Assert.Throws<ArgumentOutOfRangeException>(() => FusedLoss.CrossEntropy(zeros(2, 4), classes + 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => FusedLoss.Huber(zeros(2), zeros(2), 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => FusedLoss.Pinball(zeros(2, 1), zeros(2), [1]));

        static void AssertThrows(string message, Action action) => Assert.Equal(message, Assert.Throws<ArgumentException>(action).Message);
    }

    [Fact]
    public void Run_NotFiniteScores_LossIsNotFinite()
    {
        using var scope = NewDisposeScope();
        var targets = zeros(2, 3);
        foreach (var value in new[] { float.NaN, float.PositiveInfinity })
        {
            var scores = full_like(targets, value);
            Assert.False(float.IsFinite(FusedLoss.MeanSquaredError(scores, targets).item<float>()));
            Assert.False(float.IsFinite(FusedLoss.MeanAbsoluteError(scores, targets).item<float>()));
            Assert.False(float.IsFinite(FusedLoss.Huber(scores, targets).item<float>()));
            Assert.False(float.IsFinite(FusedLoss.Pinball(scores, zeros(2), Levels).item<float>()));
            Assert.False(float.IsFinite(FusedLoss.CrossEntropy(scores, zeros(2, dtype: ScalarType.Int64)).item<float>()));
        }
    }

    private static (Tensor, Tensor) Pair(Random random)
    {
        var shape = Shape(random);
        return (3 * rand(shape), 3 * rand(shape));
    }

    private static long[] Shape(Random random) => [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => (long)random.Next(1, 15))];

    private static Tensor Pinball(Tensor quantiles, Tensor targets)
    {
        var levels = tensor(Levels, dtype: quantiles.dtype);
        var errors = targets.unsqueeze(-1) - quantiles;
        return maximum(levels * errors, (levels - 1) * errors).mean();
    }
}
