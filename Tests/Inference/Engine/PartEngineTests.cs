using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Networks with linear layers, convolutions and variants of cells in the managed engine: against plain loops, against ONNX Runtime on the same file,
/// and single sequences against a batch.
/// </summary>
public sealed class PartEngineTests
{
    private const double Tolerance = 1e-5;
    private static readonly int[] Lengths = [9, 4, 5, 12, 6, 12, 7, 4, 5, 5, 8, 4, 10, 11, 6, 9, 9, 4, 7, 12];

    [Theory, MemberData(nameof(PartMatrix.All), MemberType = typeof(PartMatrix))]
    public void Score_EveryPart_MatchesOnnxRuntime(Variant variant)
    {
        using var engines = Engines(variant);
        Assert.Equal(RecurrentEngine.Managed, engines.Managed.Engine);
        Assert.Null(engines.Managed.OnnxRuntimeReason);

        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 9)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 60, time: 5, states: true)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths, states: true)), 0, Tolerance);
    }

    [Theory, MemberData(nameof(PartMatrix.All), MemberType = typeof(PartMatrix))]
    public void Score_AnyWorkersAndBatch_GivesTheSameBits(Variant variant)
    {
        using var engines = Engines(variant, workers: 3);
        int[] lengths = [.. Enumerable.Range(0, 150).Select(index => 4 + (index * 7 % 23))];
        var batch = EngineBatch.Ragged(engines.Managed, lengths);

        var together = batch.Score(engines.Managed);

        Assert.Equal(together, batch.ScoreAlone(engines.Managed));
        Assert.Equal(together, batch.Score(engines.Managed));
    }

    [Theory, MemberData(nameof(PartMatrix.Plain), MemberType = typeof(PartMatrix))]
    public void Score_EveryPart_ComputesTheFormulas(Variant variant)
    {
        var network = variant.Description;
        using var model = RecurrentModel.Load(RandomFiles.Create(network));
        var batch = EngineBatch.Ragged(model, Lengths);
        var plain = new PlainNetwork(network, RandomNetworks.Weights(network, 1, 0.6f));
        var expected = Lengths.SelectMany((_, sequence) => plain.Run(batch.Alone(model, sequence).Values).SelectMany(step => step)).ToArray();

        var actual = batch.Score(model)[..expected.Length];

        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Tolerance * Math.Max(1, Math.Abs(pair.First))));
    }

    [Theory, MemberData(nameof(PartMatrix.Some), MemberType = typeof(PartMatrix))]
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

    // A NaN makes the outputs of its own sequence NaN, and an infinity counts as a large value.
    [Theory, MemberData(nameof(PartMatrix.Some), MemberType = typeof(PartMatrix))]
    public void Score_NonFiniteValues_AffectTheirOwnSequence(Variant variant)
    {
        using var engines = Engines(variant);
        var model = engines.Managed;
        if (model.Network.Embedding is not null)
            return;
        var batch = EngineBatch.Alike(model, count: 40, time: 6);
        var size = model.GetOutputSize(6);
        var expected = batch.Score(model);
        var values = batch.Values.ToArray();
        values[(17 * 6 * model.Network.Features) + 4] = float.NaN;

        var actual = (batch with { Values = values }).Score(model);

        Assert.All(actual[(17 * size)..(18 * size)], value => Assert.True(float.IsNaN(value)));
        Assert.Equal(expected[..(17 * size)], actual[..(17 * size)]);
        Assert.Equal(expected[(18 * size)..(40 * size)], actual[(18 * size)..(40 * size)]);
        values[(17 * 6 * model.Network.Features) + 4] = float.PositiveInfinity;
        var saturated = values.ToArray();
        saturated[(17 * 6 * model.Network.Features) + 4] = 1e30f;
        Assert.Equal((batch with { Values = saturated }).Score(model), (batch with { Values = values }).Score(model));
    }

    private static EnginePair Engines(Variant variant, int workers = 1) => EnginePair.Create(RandomFiles.Create(variant.Description), workers);
}
