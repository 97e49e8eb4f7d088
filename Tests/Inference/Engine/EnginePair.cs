using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The two engines over one file.</summary>
internal sealed class EnginePair : IDisposable
{
    // Where huge terms of an unbounded cell cancel, float32 keeps few digits of their sum. With the weights of this seed they do not.
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

    /// <summary>The file of a network whose weights are as large as they are before a fit.</summary>
    public static byte[] File(NetworkDescription network, bool optionalInputs = true, bool float16 = false) =>
        RandomFiles.Create(network, optionalInputs, float16, 1 / MathF.Sqrt(network.Layers.Max(layer => layer.HiddenSize)), Seed);

    /// <summary>The largest difference of any answer or final state; infinite where one engine alone gives a NaN.</summary>
    public double Difference(EngineBatch feed)
    {
        var expected = feed.Score(Reference);
        var actual = feed.Score(Managed);
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
