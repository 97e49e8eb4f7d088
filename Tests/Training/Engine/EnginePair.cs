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

    public static EnginePair Of(NetworkDescription network, int workers = 1, ExportOptions? options = null)
    {
        using var module = RecurrentNetwork.Create(network, seed: 1);
        return new EnginePair(OnnxExporter.Export(module, options: options).File.ToArray(), workers);
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
