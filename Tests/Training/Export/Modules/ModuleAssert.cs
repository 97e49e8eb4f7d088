using Xunit;
using static TorchSharp.torch;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares an exported module with the original, in an ONNX Runtime session that does not use this library.</summary>
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
        var values = expected.contiguous().data<float>().ToArray();
        for (var index = 0; index < values.Length; index++)
            Assert.Equal(values[index], actual[index], 1e-5f * Math.Max(1, Math.Abs(values[index])));
    }

    private static (long[] Shape, float[] Values) Run(ReadOnlyMemory<byte> file, Tensor input)
    {
        using var session = new PlainSession(file);
        return session.Run(("input", input))["output"];
    }
}
