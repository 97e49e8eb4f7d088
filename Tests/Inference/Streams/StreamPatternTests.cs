using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Which series step together decides how they are computed, in place or gathered, and must not change a bit.</summary>
public sealed class StreamPatternTests
{
    private const int Series = 430;

    public static TheoryData<string> Forward => RecurrentStreamTests.Forward;

    // Patterns that follow each other change the layout of the blocks, some of them at each call.
    private static readonly Func<Random, int, bool>[] Patterns =
    [
        (_, _) => true,
        (_, series) => series % 20 == 3,
        (_, series) => series % 48 == 5,
        (random, _) => random.Next(20) == 0,
        (random, _) => random.Next(2) == 0,
        (random, _) => random.Next(10) != 0,
        (_, series) => series != 7,
        (_, series) => series < 200,
        (_, series) => series is > 90 and < 110,
        (_, series) => series == Series - 1,
    ];

    [Theory, MemberData(nameof(Forward))]
    public void Step_AnyPattern_EqualsSeparateStreams(string name)
    {
        using var engines = EnginePair.Create(EngineNetworks.All[name], workers: 2);
        var model = engines.Managed;
        var streams = model.OpenStreams<int>();
        var separate = Enumerable.Range(0, Series).Select(_ => model.OpenStream()).ToArray();
        var random = new Random(1);
        Step(model, streams, separate, [.. Enumerable.Range(0, Series)], seed: 0);
        for (var call = 1; call <= 40; call++)
        {
            var pattern = Patterns[random.Next(Patterns.Length)];
            for (var repeat = random.Next(3); repeat >= 0; repeat--)
            {
                int[] keys = [.. Enumerable.Range(0, Series).Where(series => pattern(random, series))];
                if (random.Next(2) == 0)
                    random.Shuffle(keys);
                Step(model, streams, separate, keys, seed: (10 * call) + repeat);
            }

            // A state that comes and goes while the blocks have either layout.
            var (saved, restored) = (random.Next(Series), random.Next(Series));
            Assert.Equal(separate[saved].SaveState(), streams.SaveState(saved));
            streams.RestoreState(restored, separate[saved].SaveState());
            separate[restored].RestoreState(separate[saved].SaveState());
        }

        Assert.All(separate.Index(), stream => Assert.Equal(stream.Item.SaveState(), streams.SaveState(stream.Index)));
    }

    [Fact]
    public void Step_NaNInAFewSeries_StaysThere()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 9));
        var model = engines.Managed;
        foreach (var pattern in Patterns)
        {
            var streams = model.OpenStreams<int>();
            var random = new Random(1);
            streams.Step([.. Enumerable.Range(0, Series)], new float[Series], new float[Series]);
            for (var repeat = 0; repeat < 3; repeat++)
            {
                int[] keys = [.. Enumerable.Range(0, Series).Where(series => pattern(random, series))];
                float[] values = [.. keys.Select(key => key % 3 == 0 ? float.NaN : 1)];
                var outputs = new float[keys.Length];
                streams.Step(keys, values, outputs);
                Assert.Equal(keys.Where(key => key % 3 == 0), keys.Where((_, index) => float.IsNaN(outputs[index])));
            }

            var all = new float[Series];
            streams.Step([.. Enumerable.Range(0, Series)], new float[Series], all);
            Assert.All(all.Index().Where(series => series.Index % 3 != 0), series => Assert.True(float.IsFinite(series.Item)));
        }
    }

    private static void Step(RecurrentModel model, RecurrentStreams<int> streams, RecurrentStream[] separate, int[] keys, int seed)
    {
        if (keys.Length == 0)
            return;
        var (features, size) = (model.Network.Features, model.Network.OutputSize);
        var batch = EngineBatch.Alike(model, keys.Length, time: 1, seed: seed);
        var (outputs, expected) = (new float[keys.Length * size], new float[keys.Length * size]);
        if (batch.Tokens.Length > 0)
            streams.StepTokens(keys, batch.Tokens, outputs);
        else
            streams.Step(keys, batch.Values, outputs);
        for (var index = 0; index < keys.Length; index++)
        {
            var output = expected.AsSpan(index * size, size);
            if (batch.Tokens.Length > 0)
                separate[keys[index]].StepToken(batch.Tokens[index], output);
            else
                separate[keys[index]].Step(batch.Values.AsSpan(index * features, features), output);
        }

        Assert.Equal(expected, outputs);
    }
}
