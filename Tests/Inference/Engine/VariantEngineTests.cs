using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Every variant of a network in the managed engine: against ONNX Runtime on the same file, in any company, and step by step.</summary>
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
    public void Score_AnyWorkersAndCompany_GivesTheSameBits(Variant variant)
    {
        using var engines = Engines(variant, workers: 3);
        var model = engines.Managed;
        int[] lengths = [.. Enumerable.Range(0, 150).Select(index => 4 + (index * 7 % 23))];
        var feed = EngineBatch.Ragged(model, lengths, states: true);

        var together = feed.Score(model);

        var alone = Enumerable.Range(0, lengths.Length).Select(sequence => feed.Alone(model, sequence)).ToArray();
        var scores = alone.Select(sequence => sequence.Score(model)).ToArray();
        var sizes = lengths.Select(model.GetOutputSize).ToArray();
        var answers = scores.SelectMany((score, index) => score[..sizes[index]]);
        var quantiles = scores.SelectMany((score, index) => score[sizes[index]..^model.StateSize]);
        var states = scores.SelectMany(score => score[^model.StateSize..]);
        Assert.Equal(together, answers.Concat(quantiles).Concat(states));
        Assert.Equal(together, feed.Score(model));
    }

    [Theory, MemberData(nameof(Variants.Some), MemberType = typeof(Variants))]
    public void Load_EveryWayOfExport_ScoresManaged(Variant variant)
    {
        foreach (var file in new[] { RandomFiles.Create(variant.Description, optionalInputs: false), RandomFiles.Create(variant.Description, float16: true) })
        {
            using var engines = EnginePair.Create(file);

            Assert.Null(engines.Managed.OnnxRuntimeReason);
            Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths)), 0, Tolerance);
        }
    }

    private static EnginePair Engines(Variant variant, int workers = 1) => EnginePair.Create(RandomFiles.Create(variant.Description), workers);
}
