using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares an exported module with the module itself, in an ONNX Runtime session that has nothing of this product.</summary>
internal static class ModuleAssert
{
    public static void SameOutputs(nn.Module<Tensor, Tensor> module, ReadOnlyMemory<byte> file, Tensor input)
    {
        using var scope = NewDisposeScope();
        using var none = no_grad();
        module.eval();
        var expected = module.call(input.clone());
        var (shape, actual) = Run(file, input);
        Assert.Equal(expected.shape, shape);
        var numbers = expected.contiguous().data<float>().ToArray();
        for (var index = 0; index < numbers.Length; index++)
            Assert.Equal(numbers[index], actual[index], 1e-5f * Math.Max(1, Math.Abs(numbers[index])));
    }

    private static (long[] Shape, float[] Numbers) Run(ReadOnlyMemory<byte> file, Tensor input)
    {
        using var session = new PlainSession(file);
        return session.Run(("input", input))["output"];
    }
}
