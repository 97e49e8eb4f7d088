using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Comparison of tensors, relative to the largest expected value where that is more than 1.</summary>
internal static class TensorAssert
{
    public static void Close(Tensor expected, Tensor actual, double tolerance, string what)
    {
        Assert.True(expected.shape.SequenceEqual(actual.shape), $"{what}: [{string.Join(", ", actual.shape)}]");
        if (expected.numel() == 0)
            return;
        using var none = no_grad();
        var difference = (expected.to(ScalarType.Float64) - actual.to(ScalarType.Float64)).abs().max().item<double>();
        var scale = Math.Max(1, expected.abs().max().to(ScalarType.Float64).item<double>());
        Assert.True(difference <= tolerance * scale, $"{what}: differs by {difference} at a scale of {scale}");
    }
}
