using Xunit;

namespace MlNetRecurrent.Inference.Tests;

public sealed class RecurrentStreamsTests
{
    public static TheoryData<string> Forward => RecurrentStreamTests.Forward;

    [Theory, MemberData(nameof(Forward))]
    public void Step_AnyKeys_EqualsSeparateStreams(string name)
    {
        using var engines = EnginePair.Create(EngineNetworks.All[name], workers: 3);
        var model = engines.Managed;
        var streams = model.OpenStreams<string>();
        var separate = Enumerable.Range(0, 130).ToDictionary(index => $"series {index}", _ => model.OpenStream());
        var random = new Random(1);
        for (var call = 0; call < 40; call++)
        {
            // Between one series and all of them, in random order, with one that steps twice.
            string[] keys = [.. separate.Keys.OrderBy(_ => random.Next()).Take(call % 4 == 0 ? separate.Count : random.Next(1, 100))];
            keys = [.. keys, keys[0]];
            var batch = EngineBatch.Alike(model, keys.Length, time: 1, seed: call);
            var outputs = new float[keys.Length * model.Network.OutputSize];
            if (batch.Tokens.Length > 0)
                streams.StepTokens(keys, batch.Tokens, outputs);
            else
                streams.Step(keys, batch.Values, outputs);

            var expected = new float[outputs.Length];
            for (var index = 0; index < keys.Length; index++)
            {
                var output = expected.AsSpan(index * model.Network.OutputSize, model.Network.OutputSize);
                if (batch.Tokens.Length > 0)
                    separate[keys[index]].StepToken(batch.Tokens[index], output);
                else
                    separate[keys[index]].Step(batch.Values.AsSpan(index * model.Network.Features, model.Network.Features), output);
            }

            Assert.Equal(expected, outputs);
        }

        Assert.All(
            separate.Where(stream => streams.Contains(stream.Key)),
            stream => Assert.Equal(stream.Value.SaveState(), streams.SaveState(stream.Key)));
    }

    [Fact]
    public void Step_MoreSeriesThanCapacity_EvictsTheOldestAndLosesNoState()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 6));
        var model = engines.Managed;
        var evictedStates = new Dictionary<int, byte[]>();
        var evictions = 0;
        var streams = model.OpenStreams(new RecurrentStreamsOptions<int>
        {
            Capacity = 60,
            OnEvicted = (key, state) =>
            {
                evictedStates.Add(key, state);
                evictions++;
            },
        });
        var separate = Enumerable.Range(0, 200).Select(_ => model.OpenStream()).ToArray();
        var lastStep = new int[200];
        var random = new Random(1);
        for (var call = 1; call <= 300; call++)
        {
            int[] keys = [.. Enumerable.Range(0, 200).OrderBy(_ => random.Next()).Take(random.Next(1, 80))];
            foreach (var key in keys.Where(evictedStates.ContainsKey).ToArray())
            {
                evictedStates.Remove(key, out var state);
                streams.RestoreState(key, state);
            }

            float[] values = [.. keys.Select(_ => random.NextSingle())];
            var outputs = new float[keys.Length];
            foreach (var key in keys)
            {
                // Restoring another series may have evicted this one again.
                if (evictedStates.Remove(key, out var state))
                    streams.RestoreState(key, state);
                streams.Step([key], [values[Array.IndexOf(keys, key)]], outputs.AsSpan(Array.IndexOf(keys, key), 1));
                lastStep[key] = call;
            }

            var expected = new float[keys.Length];
            for (var index = 0; index < keys.Length; index++)
                separate[keys[index]].Step([values[index]], expected.AsSpan(index, 1));
            Assert.Equal(expected, outputs);
            Assert.InRange(streams.Count, 1, 60);
        }

        Assert.True(evictions > 100);
        Assert.All(
            Enumerable.Range(0, 200),
            key => Assert.Equal(
                separate[key].SaveState(),
                streams.Contains(key) ? streams.SaveState(key) : evictedStates.GetValueOrDefault(key, separate[key].SaveState())));
    }

    [Fact]
    public void Step_MoreNewSeriesThanCapacity_EvictsStatesAfterTheirStep()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 6));
        var evictedStates = new Dictionary<int, byte[]>();
        var streams = engines.Managed.OpenStreams(new RecurrentStreamsOptions<int> { Capacity = 3, OnEvicted = evictedStates.Add });
        int[] keys = [0, 1, 2, 3, 4, 5, 6, 7];
        var outputs = new float[8];

        streams.Step(keys, [.. keys.Select(key => (float)key)], outputs);

        Assert.Equal([0, 1, 2, 3, 4], evictedStates.Keys.Order());
        for (var key = 0; key < 8; key++)
        {
            var stream = engines.Managed.OpenStream();
            var output = new float[1];
            stream.Step([key], output);
            Assert.Equal(output[0], outputs[key]);
            Assert.Equal(stream.SaveState(), key < 5 ? evictedStates[key] : streams.SaveState(key));
        }
    }

    [Fact]
    public void OnEvicted_LeastRecentlyStepped_GoesFirst()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Rnn, featureCount: 1, hiddenSize: 4));
        var evicted = new List<string>();
        var streams = engines.Managed.OpenStreams(new RecurrentStreamsOptions<string> { Capacity = 3, OnEvicted = (key, _) => evicted.Add(key) });
        foreach (var key in new[] { "a", "b", "c", "a", "d", "b", "a", "e" })
            streams.Step([key], [1], new float[1]);

        // d evicts b, b evicts c, e evicts d.
        Assert.Equal(["b", "c", "d"], evicted);
    }

    [Fact]
    public void Step_FullWithoutOnEvicted_IsRefusedAndNothingSteps()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4));
        var streams = engines.Managed.OpenStreams<string>(new RecurrentStreamsOptions<string> { Capacity = 2 });
        streams.Step(["a", "b"], [1, 2], new float[2]);
        var state = streams.SaveState("a");

        var exception = Assert.Throws<InvalidOperationException>(() => streams.Step(["a", "c"], [1, 2], new float[2]));

        Assert.Equal(
            "Series 'c' cannot be added: the capacity of 2 series is reached. Remove series, raise Capacity, or set OnEvicted.",
            exception.Message);
        Assert.Equal(state, streams.SaveState("a"));
        Assert.True(streams.Remove("b"));
        Assert.False(streams.Remove("b"));
        streams.Step(["a", "c"], [1, 2], new float[2]);
        Assert.Equal(2, streams.Count);
    }

    [Fact]
    public void Step_DuringAnotherStep_IsRefused()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 4));
        RecurrentStreams<int>? streams = null;
        string? message = null;
        streams = engines.Managed.OpenStreams(new RecurrentStreamsOptions<int>
        {
            Capacity = 1,
            OnEvicted = (_, _) => message = Assert.Throws<InvalidOperationException>(() => streams!.Step([9], [1], new float[1])).Message,
        });

        streams.Step([1], [1], new float[1]);
        streams.Step([2], [1], new float[1]);

        Assert.Equal("These streams are in use by another thread: synchronize the calls, or open separate streams for each thread.", message);
        Assert.True(streams.Contains(2));
        Assert.False(streams.Contains(9));
    }

    [Fact]
    public void Step_NaN_StaysInItsSeries()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 1, hiddenSize: 4));
        foreach (var count in new[] { 2, 40 })
        {
            var streams = engines.Managed.OpenStreams<int>();
            int[] keys = [.. Enumerable.Range(0, count)];
            var values = new float[count];
            values[1] = float.NaN;
            var outputs = new float[count];
            streams.Step(keys, values, outputs);
            Assert.Equal([1], keys.Where(key => float.IsNaN(outputs[key])));
            streams.Step(keys, new float[count], outputs);
            Assert.Equal([1], keys.Where(key => float.IsNaN(outputs[key])));
        }
    }

    [Fact]
    public void OpenStreams_WrongUse_StatesTheReason()
    {
        using var engines = EnginePair.Create(NetworkDescription.CreateForecaster(RecurrentCell.Lstm, featureCount: 2, hiddenSize: 4));
        var streams = engines.Managed.OpenStreams<string>();

        Assert.Equal(
            "The streams cannot be opened: Capacity is 0, expected 1 to 16777216.",
            Assert.Throws<ArgumentException>(() => engines.Managed.OpenStreams(new RecurrentStreamsOptions<int> { Capacity = 0 })).Message);
        Assert.Equal(
            "Streams of many series require the managed engine, but ONNX Runtime runs this model. Open a RecurrentStream for each series instead.",
            Assert.Throws<NotSupportedException>(() => engines.Reference.OpenStreams<int>()).Message);
        Assert.Equal(
            "Expected one time step of 2 values for each of 3 series, 6 in total; got 5. (Parameter 'values')",
            Assert.Throws<ArgumentException>(() => streams.Step(["a", "b", "c"], new float[5], new float[3])).Message);
        Assert.Equal("There is no series 'x'.", Assert.Throws<KeyNotFoundException>(() => streams.SaveState("x")).Message);
        engines.Managed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => streams.Step(["a"], [1, 2], new float[1]));
    }
}
