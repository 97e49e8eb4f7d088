using Xunit;

namespace MlNetRecurrent.Training.Tests;

/// <summary>The two engines over one file.</summary>
internal sealed class EnginePair : IDisposable
{
    private EnginePair(byte[] file, int workers)
    {
        Managed = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed, Workers = workers });
        Reference = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.OnnxRuntime, Workers = 1 });
    }

    public RecurrentModel Managed { get; }

    public RecurrentModel Reference { get; }

    public static EnginePair Of(NetworkDescription network, int workers = 1)
    {
        using var module = Network(network);
        return new EnginePair(OnnxExporter.Export(module).File.ToArray(), workers);
    }

    public static EnginePair Of(byte[] file, int workers = 1) => new(file, workers);

    /// <summary>A network of random weights, and of scales that are not 0 and 1 where it has some.</summary>
    public static RecurrentNetwork Network(NetworkDescription description)
    {
        var network = RecurrentNetwork.Create(description, seed: 1);
        if (description.Normalization == InputNormalization.Standard)
            network.SetScales(Scale(description.Features), Scale(description.Targets));
        network.eval();
        return network;

        static AffineScale Scale(int size) => new(
            [.. Enumerable.Range(0, size).Select(index => 0.3f * (index + 1))], [.. Enumerable.Range(0, size).Select(index => 1.7f + index)]);
    }

    /// <summary>The largest difference of any answer or final state; infinite where one engine alone gives a NaN.</summary>
    public double Difference(EngineFeed feed)
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
