using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>Compares the passes of linear layers with plain loops in double precision.</summary>
public sealed unsafe class LinearKernelTests : IDisposable
{
    private readonly int? _threads = WorkTeam.Threads;

    public static TheoryData<int, int> Cases =>
        [.. from width in KernelWidths.All from seed in Enumerable.Range(1, 40) select (width.Floats, seed)];

    public void Dispose() => WorkTeam.Threads = _threads;

    [Theory, MemberData(nameof(Cases))]
    public void Passes_RandomSizes_MatchLoopsInDouble(int floats, int seed)
    {
        var random = new Random(seed);
        var rows = random.Next(4) == 0 ? random.Next(300, 1100) : random.Next(1, 80);
        var (inputs, outputs) = (random.Next(1, 120), random.Next(3) == 0 ? random.Next(1, 5) : random.Next(1, 90));
        var stride = inputs + random.Next(4);
        var (hasBias, wantsWeight) = (random.Next(3) > 0, random.Next(4) > 0);
        var product = MatrixProduct.Create(KernelWidths.Parse(floats));
        var shape = new LinearShape(rows, inputs, outputs);
        var (input, weight) = (Values(((rows - 1) * stride) + inputs), Values(outputs * inputs));
        var (bias, outputGradient) = (Values(outputs), Values(rows * outputs));
        var (output, inputGradient) = (new GuardedValues(rows * outputs), new GuardedValues(rows * inputs));
        var (weightGradient, biasGradient) = (new GuardedValues(outputs * inputs), new GuardedValues(outputs));
        var x = new MatrixPointer((nint)input.Pointer, stride);
        var dy = new MatrixPointer((nint)outputGradient.Pointer, outputs);

        LinearKernel.Forward(product, shape, x, weight.Pointer, hasBias ? bias.Pointer : null, output.Pointer);
        LinearKernel.InputGradient(product, shape, dy, weight.Pointer, inputGradient.Pointer);
        LinearKernel.WeightGradient(product, shape, dy, x, wantsWeight ? weightGradient.Pointer : null, biasGradient.Pointer);

        output.AssertClose(
            index => (hasBias ? bias[index % outputs] : 0) + Sum(inputs, k => (X(index / outputs, k), W(index % outputs, k))), 1e-5, "output");
        inputGradient.AssertClose(index => Sum(outputs, n => (Dy(index / inputs, n), W(n, index % inputs))), 1e-5, "input gradient");
        biasGradient.AssertClose(index => Sum(rows, m => (Dy(m, index), 1)), 1e-5, "bias gradient");
        if (wantsWeight)
            weightGradient.AssertClose(index => Sum(rows, m => (Dy(m, index / inputs), X(m, index % inputs))), 1e-5, "weight gradient");
        else
            Assert.All(weightGradient.ToArray(), value => Assert.True(float.IsNaN(value)));

        GuardedValues Values(int count) => new(count, () => random.NextSingle() - 0.5f);
        double X(int row, int column) => input[(row * stride) + column];
        double W(int row, int column) => weight[(row * inputs) + column];
        double Dy(int row, int column) => outputGradient[(row * outputs) + column];
    }

    [Theory, InlineData(700, 40, 1), InlineData(3000, 33, 70), InlineData(5000, 200, 20), InlineData(600, 256, 150), InlineData(9, 300, 500)]
    public void Passes_AnyNumberOfThreads_SameBits(int rows, int inputs, int outputs)
    {
        var random = new Random(1);
        var count = Math.Max(rows, outputs) * Math.Max(inputs, outputs);
        var values = Enumerable.Range(0, 4).Select(_ => new GuardedValues(count, random.NextSingle)).ToList();

        var expected = Run(1);

        foreach (var threads in new[] { 2, 3, 7 })
            Assert.Equal(expected, Run(threads));

        float[] Run(int threads)
        {
            WorkTeam.Threads = threads;
            var shape = new LinearShape(rows, inputs, outputs);
            var (x, dy) = (new MatrixPointer((nint)values[0].Pointer, inputs), new MatrixPointer((nint)values[1].Pointer, outputs));
            var (output, inputGradient) = (new GuardedValues(rows * outputs), new GuardedValues(rows * inputs));
            var (weightGradient, biasGradient) = (new GuardedValues(outputs * inputs), new GuardedValues(outputs));
            LinearKernel.Forward(MatrixProduct.Widest, shape, x, values[2].Pointer, values[3].Pointer, output.Pointer);
            LinearKernel.InputGradient(MatrixProduct.Widest, shape, dy, values[2].Pointer, inputGradient.Pointer);
            LinearKernel.WeightGradient(MatrixProduct.Widest, shape, dy, x, weightGradient.Pointer, biasGradient.Pointer);
            return [.. output.ToArray(), .. inputGradient.ToArray(), .. weightGradient.ToArray(), .. biasGradient.ToArray()];
        }
    }

    private static double Sum(int count, Func<int, (double Left, double Right)> term)
    {
        var sum = 0.0;
        for (var index = 0; index < count; index++)
        {
            var (left, right) = term(index);
            sum += left * right;
        }

        return sum;
    }
}
