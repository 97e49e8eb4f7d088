using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>One model file loaded with both engines.</summary>
internal sealed class EnginePair : IDisposable
{
    // If huge terms of an unbounded cell cancel, float32 keeps few digits of their sum. With the weights of this seed, they do not cancel.
    private const int Seed = 3;

    private EnginePair(byte[] file, int workers)
    {
        Managed = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed, Workers = workers });
        Reference = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.OnnxRuntime, Workers = 1 });
    }

    public RecurrentModel Managed { get; }

    public RecurrentModel Reference { get; }

    public static EnginePair Create(NetworkDescription network, int workers = 1) => new(File(network), workers);

    public static EnginePair Create(byte[] file, int workers = 1) => new(file, workers);

    /// <summary>Creates the file of a network with random weights in the range of PyTorch's initialization.</summary>
    public static byte[] File(NetworkDescription network, bool optionalInputs = true, bool float16 = false) =>
        RandomFiles.Create(network, optionalInputs, float16, 1 / MathF.Sqrt(network.Layers.Max(layer => layer.HiddenSize)), Seed);

    /// <summary>Returns the maximum difference between the engines over all outputs and final states; infinity if only one of them is NaN.</summary>
    public double Difference(EngineBatch batch)
    {
        var expected = batch.Score(Reference);
        var actual = batch.Score(Managed);
        Assert.Equal(expected.Length, actual.Length);
        return expected.Zip(actual).Max(pair => Difference(pair.First, pair.Second));
    }

    public void Dispose()
    {
        Managed.Dispose();
        Reference.Dispose();
    }

    private static double Difference(float expected, float actual)
    {
        if (float.IsNaN(expected) || float.IsNaN(actual))
            return float.IsNaN(expected) && float.IsNaN(actual) ? 0 : double.PositiveInfinity;
        return expected == actual ? 0 : Math.Abs((double)expected - actual) / Math.Max(1, Math.Abs(expected));
    }
}
