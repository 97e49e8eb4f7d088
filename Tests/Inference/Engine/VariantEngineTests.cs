using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Every variant of a network in the managed engine: against ONNX Runtime on the same file, and single sequences against a batch.</summary>
public sealed class VariantEngineTests
{
    private const double Tolerance = 1e-5;
    private static readonly int[] Lengths = [9, 4, 5, 12, 6, 12, 7, 4, 5, 5, 8, 4, 10, 11, 6, 9, 9, 4, 7, 12];

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Score_EveryVariant_MatchesOnnxRuntime(Variant variant)
    {
        using var engines = Engines(variant);
        Assert.Equal(RecurrentEngine.Managed, engines.Managed.Engine);
        Assert.Null(engines.Managed.OnnxRuntimeReason);

        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 9)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 60, time: 5, states: true)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths, states: true)), 0, Tolerance);
    }

    [Theory, MemberData(nameof(Variants.All), MemberType = typeof(Variants))]
    public void Score_AnyWorkersAndBatch_GivesTheSameBits(Variant variant)
    {
        using var engines = Engines(variant, workers: 3);
        int[] lengths = [.. Enumerable.Range(0, 150).Select(index => 4 + (index * 7 % 23))];
        var batch = EngineBatch.Ragged(engines.Managed, lengths, states: true);

        var together = batch.Score(engines.Managed);

        Assert.Equal(together, batch.ScoreAlone(engines.Managed));
        Assert.Equal(together, batch.Score(engines.Managed));
    }

    [Theory, MemberData(nameof(Variants.Some), MemberType = typeof(Variants))]
    public void Load_EveryExportOption_ScoresManaged(Variant variant)
    {
        byte[][] files =
        [
            RandomFiles.Create(variant.Description, optionalInputs: false),
            RandomFiles.Create(variant.Description, float16: true),
        ];
        foreach (var file in files)
        {
            using var engines = EnginePair.Create(file);

            Assert.Null(engines.Managed.OnnxRuntimeReason);
            Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths)), 0, Tolerance);
        }
    }

    private static EnginePair Engines(Variant variant, int workers = 1) => EnginePair.Create(RandomFiles.Create(variant.Description), workers);
}
