using TorchSharp.Modules;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The weights of one recurrence by block, in PyTorch's documented order.</summary>
/// <param name="recurrence">The recurrence with the weights.</param>
/// <param name="hidden">The number of rows of a block.</param>
internal sealed class StackedWeights(Recurrence recurrence, int hidden)
{
    /// <summary>Block <paramref name="block"/> as a function of x_t.</summary>
    public Affine OfInput(int block) => new(Rows(recurrence.InputWeight, block), Bias(recurrence.InputBias, block));

    /// <summary>Block <paramref name="block"/> as a function of h_(t-1).</summary>
    public Affine OfHidden(int block) => new(Rows(recurrence.RecurrentWeight, block), Bias(recurrence.RecurrentBias, block));

    /// <summary>Block <paramref name="block"/> as a function of [h_(t-1), x_t], with the sum of PyTorch's two biases.</summary>
    public Affine OfBoth(int block)
    {
        var (fromHidden, fromInput) = (OfHidden(block), OfInput(block));
        return new Affine(
            [.. fromHidden.Weight.Zip(fromInput.Weight, (ofHidden, ofInput) => (double[])[.. ofHidden, .. ofInput])],
            [.. fromHidden.Bias.Zip(fromInput.Bias, (ofHidden, ofInput) => ofHidden + ofInput)]);
    }

    private double[][] Rows(Parameter weight, int block) =>
        [.. ToDoubles(weight).Chunk((int)weight.shape[1]).Skip(block * hidden).Take(hidden)];

    private double[] Bias(Parameter? bias, int block) =>
        bias is null ? new double[hidden] : [.. ToDoubles(bias).Skip(block * hidden).Take(hidden)];

    private static IEnumerable<double> ToDoubles(Parameter parameter) => parameter.data<float>().ToArray().Select(value => (double)value);
}
