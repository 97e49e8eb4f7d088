using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>The managed engine against ONNX Runtime, outside the export matrix.</summary>
public sealed class ManagedEngineTests
{
    private const double Tolerance = 1e-5;
    private static readonly int[] Lengths = [9, 1, 4, 12, 3, 12, 7, 2, 2, 5, 8, 1, 10, 11, 6, 9, 9, 3, 1, 12];

    public static TheoryData<string> Networks => [.. EngineNetworks.All.Keys];

    public static TheoryData<string> Cells => [.. RecurrentCell.All.Select(cell => cell.Name)];

    [Theory, MemberData(nameof(Networks))]
    public void Score_EveryKindOfNetwork_MatchesOnnxRuntime(string name)
    {
        using var engines = EnginePair.Create(EngineNetworks.All[name], workers: 2);

        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 1, time: 12)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 130, time: 9, states: true)), 0, Tolerance);
        Assert.InRange(engines.Difference(EngineBatch.Ragged(engines.Managed, Lengths, states: true)), 0, Tolerance);
    }

    [Theory, MemberData(nameof(Cells))]
    public void Score_ExtremeValues_MatchesOnnxRuntime(string cell)
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 2, hiddenSize: 20));
        float[] extremes =
        [
            0, -0f, 1e-40f, -1e-40f, float.Epsilon, 1e-20f, 1, -1, 80, -80, 1e4f, -1e4f, 1e20f, -1e20f,
            float.PositiveInfinity, float.NegativeInfinity,
        ];
        float[][] sequences = [.. from first in extremes from second in extremes select new[] { first, second, second, first, 0.5f, first }];

        foreach (var values in sequences)
        {
            var batch = new EngineBatch(values, [], Count: 1, Lengths: [], InitialStates: []);
            Assert.InRange(engines.Difference(batch), 0, Tolerance);
        }

        // All sequences in one batch, so that vectors hold different extremes.
        Assert.InRange(engines.Difference(new EngineBatch([.. sequences.SelectMany(values => values)], [], sequences.Length, [], [])), 0, Tolerance);
    }

    [Theory, MemberData(nameof(Cells))]
    public void Score_ExtremeStates_MatchesOnnxRuntime(string cell)
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 20));
        foreach (var extreme in new[] { 0, 1e-40f, 50, -50, 1e4f, -1e4f })
        {
            float[] states = [.. Enumerable.Repeat(extreme, engines.Managed.StateSize)];
            var batch = new EngineBatch([1, -1, 0.5f], [], Count: 1, Lengths: [], InitialStates: states);

            // ONNX Runtime's sigmoids are at least 1.5e-8, which shows when one multiplies a large state.
            Assert.InRange(engines.Difference(batch), 0, Tolerance + (2e-7 * Math.Abs(extreme)));
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Score_NaNInOneSequence_AffectsThatSequenceOnly(string cell)
    {
        var description = NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 2, hiddenSize: 20, layerCount: 2);
        using var engines = EnginePair.Create(description with { Pooling = SequencePooling.None });
        foreach (var model in new[] { engines.Managed, engines.Reference })
        {
            var clean = EngineBatch.Alike(model, count: 20, time: 5);
            var expected = clean.Score(model);
            var values = clean.Values.ToArray();
            values[(7 * 5 * 2) + 3] = float.NaN;

            var actual = (clean with { Values = values }).Score(model);

            for (var index = 0; index < expected.Length; index++)
            {
                var sequence = index < 20 * 5 ? index / 5 : (index - (20 * 5)) / model.StateSize;
                Assert.Equal(sequence == 7 ? float.NaN : expected[index], actual[index]);
            }
        }
    }

    [Theory, MemberData(nameof(Cells))]
    public void Score_NaNInOneInitialState_AffectsThatSequenceOnly(string cell)
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Parse(cell), featureCount: 1, hiddenSize: 20));
        foreach (var model in new[] { engines.Managed, engines.Reference })
        {
            var clean = EngineBatch.Alike(model, count: 3, time: 2, states: true);
            var expected = clean.Score(model);
            var states = clean.InitialStates.ToArray();
            states[model.StateSize + 4] = float.NaN;

            var actual = (clean with { InitialStates = states }).Score(model);

            Assert.Equal([expected[0], float.NaN, expected[2]], actual[..3]);
            Assert.All(actual[(3 + model.StateSize)..(3 + (2 * model.StateSize))], state => Assert.Equal(float.NaN, state));
            Assert.Equal(expected[(3 + (2 * model.StateSize))..], actual[(3 + (2 * model.StateSize))..]);
        }
    }

    [Theory, MemberData(nameof(Networks))]
    public void Score_AnyWorkersAndBatch_GivesTheSameBits(string name)
    {
        var file = EnginePair.File(EngineNetworks.All[name]);
        using var one = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed, Workers = 1 });
        int[] lengths = [.. Enumerable.Range(0, 200).Select(index => 1 + (index * 7 % 23))];
        var batch = EngineBatch.Ragged(one, lengths, states: true);
        var expected = batch.Score(one);

        foreach (var workers in new[] { 2, 3, 8 })
        {
            using var several = RecurrentModel.Load(file, options: new RecurrentModelOptions { Engine = RecurrentEngine.Managed, Workers = workers });
            Assert.Equal(expected, batch.Score(several));
        }

        var alone = Enumerable.Range(0, lengths.Length).Select(sequence => batch.Alone(one, sequence).Score(one)).ToArray();
        float[] outputs = [.. alone.SelectMany(scores => scores[..^one.StateSize])];
        float[] states = [.. alone.SelectMany(scores => scores[^one.StateSize..])];
        Assert.Equal(expected, outputs.Concat(states));
    }

    [Fact]
    public void Score_FromManyThreads_GivesTheSameBits()
    {
        using var engines = EnginePair.Create(EngineNetworks.All["unequal mixed layers"], workers: 4);
        int[] lengths = [3, 9, 40, 1, 7, 22, 5, .. Enumerable.Repeat(11, 60)];
        var batches = Enumerable.Range(0, 8).Select(seed => EngineBatch.Ragged(engines.Managed, lengths, seed: seed)).ToArray();
        var expected = batches.Select(batch => batch.Score(engines.Managed)).ToArray();

        Parallel.For(0, 400, index => Assert.Equal(expected[index % 8], batches[index % 8].Score(engines.Managed)));
    }

    [Fact]
    public void Score_SeveralWorkers_ShareOneBatch()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 3, hiddenSize: 64), workers: 4);
        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 1001, time: 6, states: true)), 0, Tolerance);
    }

    [Fact]
    public void Load_Float16Weights_ScoresManaged()
    {
        var file = EnginePair.File(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 2, hiddenSize: 12), float16: true);
        using var engines = EnginePair.Create(file);

        Assert.Equal(RecurrentEngine.Managed, engines.Managed.Engine);
        Assert.InRange(engines.Difference(EngineBatch.Alike(engines.Managed, count: 5, time: 6)), 0, Tolerance);
    }

    [Fact]
    public void Load_WithoutOptionalInputs_ScoresManagedWithStates()
    {
        var network = NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 12);
        var plain = EnginePair.File(network);
        var bare = EnginePair.File(network, optionalInputs: false);
        using var engines = EnginePair.Create(plain);
        using var model = RecurrentModel.Load(bare);
        using var reference = RecurrentModel.Load(bare, options: new RecurrentModelOptions { Engine = RecurrentEngine.OnnxRuntime });
        var batch = EngineBatch.Alike(model, count: 3, time: 4, states: true);

        Assert.Equal(RecurrentEngine.Managed, model.Engine);
        Assert.Equal(batch.Score(engines.Managed), batch.Score(model));
        var exception = Assert.Throws<InvalidOperationException>(() => batch.Score(reference));
        Assert.Equal("The model file does not accept initial states: it has no input 'h0'. Export it with optional inputs, or score it with the engine Managed.", exception.Message);
    }
}
