using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>Failures of keys, comparers and callbacks: a call steps all of its series or none, and the streams stay usable.</summary>
public sealed class StreamFailureTests
{
    private static readonly byte[] Model = EnginePair.File(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5));

    [Fact]
    public void AnyCall_NullKey_ThrowsAndTheStreamsStayUsable()
    {
        using var model = RecurrentModel.Load(Model);
        var streams = model.OpenStreams<string>();
        streams.Step(["a"], [1], new float[1]);
        var state = streams.SaveState("a");
        Action[] calls =
        [
            () => streams.Contains(null!),
            () => streams.Remove(null!),
            () => streams.SaveState(null!),
            () => streams.RestoreState(null!, state),
            () => streams.Step([null!], [1], new float[1]),
            () => streams.Step(["a", "b", null!, "a"], [1, 2, 3, 4], new float[4]),
        ];

        Assert.All(calls, call =>
        {
            Assert.Throws<ArgumentNullException>(call);
            Assert.Equal(state, streams.SaveState("a"));
            Assert.Equal(1, streams.Count);
        });
    }

    [Fact]
    public void AnyCall_ComparerFails_StepsAllSeriesOrNone()
    {
        using var model = RecurrentModel.Load(Model);
        Action<RecurrentStreams<string>>[] calls =
        [
            streams => streams.Contains("b"),
            streams => streams.Remove("b"),
            streams => streams.SaveState("b"),
            streams => streams.Step(["a", "b", "c"], [1, 2, 3], new float[3]),
            streams => streams.Step(["c", "new 1", "a", "new 2", "new 1", "b"], [1, 2, 3, 4, 5, 6], new float[6]),
            streams => streams.Step(["new 1", "new 2", "new 3", "new 4", "new 5", "new 6"], [1, 2, 3, 4, 5, 6], new float[6]),
        ];

        Assert.All(calls, call =>
        {
            for (var comparisons = 0; ; comparisons++)
            {
                var comparer = new FailingComparer();
                var streams = model.OpenStreams(new RecurrentStreamsOptions<string> { Comparer = comparer });
                streams.Step(["a", "b", "c"], [1, 2, 3], new float[3]);
                var before = Save(streams);
                comparer.FailAfter(comparisons);

                var exception = Record.Exception(() => call(streams));

                comparer.FailAfter(int.MaxValue);
                if (exception is null)
                    return;
                Assert.IsType<NotFiniteNumberException>(exception);
                Assert.Equal(before, Save(streams));
                Assert.Equal(3, streams.Count);
            }
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(40)]
    [InlineData(300)]
    public void Step_MoreKeysThanFit_StepsNone(int capacity)
    {
        using var model = RecurrentModel.Load(Model);
        var streams = model.OpenStreams(new RecurrentStreamsOptions<int> { Capacity = capacity });
        int[] existing = [.. Enumerable.Range(0, capacity / 2)];
        streams.Step(existing, new float[existing.Length], new float[existing.Length]);
        var states = existing.Select(key => streams.SaveState(key)).ToArray();
        var random = new Random(capacity);
        for (var excess = 1; excess < 4; excess++)
        {
            // Some twice, existing ones and new ones in any order.
            int[] keys = [.. Enumerable.Range(0, capacity + excess).Concat([1, capacity]).OrderBy(_ => random.Next())];

            var exception = Assert.Throws<InvalidOperationException>(() => streams.Step(keys, new float[keys.Length], new float[keys.Length]));

            Assert.Contains($"cannot be added: the capacity of {capacity} series is reached", exception.Message, StringComparison.Ordinal);
            Assert.Equal(existing.Length, streams.Count);
            Assert.Equal(states, existing.Select(key => streams.SaveState(key)));
        }

        int[] fitting = [.. Enumerable.Range(0, capacity), 0, capacity - 1];
        streams.Step(fitting, new float[fitting.Length], new float[fitting.Length]);
        Assert.Equal(capacity, streams.Count);
    }

    [Fact]
    public void Step_OnEvictedFails_StepsNoneAndLosesNoState()
    {
        using var model = RecurrentModel.Load(Model);
        for (var failing = 0; failing < 3; failing++)
        {
            var evicted = new Dictionary<int, byte[]>();
            var remaining = failing;
            var streams = model.OpenStreams(new RecurrentStreamsOptions<int>
            {
                Capacity = 6,
                OnEvicted = (key, state) =>
                {
                    if (remaining-- == 0)
                        throw new NotFiniteNumberException();
                    evicted.Add(key, state);
                },
            });
            streams.Step([0, 1, 2, 3, 4, 5], [0, 1, 2, 3, 4, 5], new float[6]);
            var before = Enumerable.Range(0, 6).ToDictionary(key => key, key => streams.SaveState(key));

            // Series 0 is the oldest, but the call steps it: 1, 2 and 3 make room.
            Assert.Throws<NotFiniteNumberException>(() => streams.Step([6, 7, 0, 8], new float[4], new float[4]));

            Assert.Equal(Enumerable.Range(1, failing), evicted.Keys.Order());
            Assert.Equal(6 - failing, streams.Count);
            Assert.All(before, pair => Assert.Equal(pair.Value, evicted.GetValueOrDefault(pair.Key) ?? streams.SaveState(pair.Key)));

            remaining = int.MaxValue;
            var outputs = new float[4];
            streams.Step([6, 7, 0, 8], [6, 7, 0.5f, 8], outputs);
            Assert.Equal([1, 2, 3], evicted.Keys.Order());
            var stream = model.OpenStream();
            var output = new float[1];
            stream.RestoreState(before[0]);
            stream.Step([0.5f], output);
            Assert.Equal(output[0], outputs[2]);
        }
    }

    [Fact]
    public void Step_OnEvictedFailsAfterTheStep_EvictsWithTheNextCall()
    {
        using var model = RecurrentModel.Load(Model);
        var evicted = new List<int>();
        var fails = true;
        var streams = model.OpenStreams(new RecurrentStreamsOptions<int>
        {
            Capacity = 2,
            OnEvicted = (key, _) => evicted.Add(fails ? throw new NotFiniteNumberException() : key),
        });

        Assert.Throws<NotFiniteNumberException>(() => streams.Step([0, 1, 2, 3], new float[4], new float[4]));
        fails = false;
        streams.Step([3], [1], new float[1]);

        Assert.Equal([0, 1], evicted);
        Assert.Equal(2, streams.Count);
    }

    [Fact]
    public void RestoreState_AnyDamage_IsRefusedAndTheStateKept()
    {
        using var model = RecurrentModel.Load(Model);
        var stream = model.OpenStream();
        var streams = model.OpenStreams<int>();
        stream.Step([1], new float[1]);
        var state = stream.SaveState();
        streams.RestoreState(1, state);
        stream.Step([2], new float[1]);
        var kept = stream.SaveState();
        var damaged = Enumerable.Range(0, 8 * state.Length).Select(bit => Flip(state, bit))
            .Concat(Enumerable.Range(0, state.Length).Select(length => state[..length]))
            .Append([.. state, 0])
            .Append([.. state, .. state])
            .Append([.. state[..^20], .. state[^16..]])
            .Append([.. state[..20], .. state[24..^16]]);

        foreach (var bytes in damaged)
        {
            Assert.Throws<ArgumentException>(() => stream.RestoreState(bytes));
            Assert.Throws<ArgumentException>(() => streams.RestoreState(1, bytes));
            Assert.Throws<ArgumentException>(() => streams.RestoreState(2, bytes));
        }

        Assert.Equal(kept, stream.SaveState());
        Assert.Equal(state, streams.SaveState(1));
        Assert.False(streams.Contains(2));
    }

    [Fact]
    public void GetOutputSize_NegativeOrTooManySteps_NamesThem()
    {
        using var tagger = RecurrentModel.Load(TestFile.Create(TestFile.Tag(features: 1, classes: 3)));
        Assert.Equal(0, tagger.GetOutputSize(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => tagger.GetOutputSize(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => tagger.GetQuantilesSize(-1));
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => tagger.GetOutputSize(int.MaxValue));
        Assert.StartsWith("The output for 2147483647 steps has", exception.Message, StringComparison.Ordinal);
    }

    private static byte[] Flip(byte[] bytes, int bit)
    {
        var flipped = bytes.ToArray();
        flipped[bit / 8] ^= (byte)(1 << (bit % 8));
        return flipped;
    }

    private static byte[][] Save(RecurrentStreams<string> streams) => [.. new[] { "a", "b", "c" }.Select(streams.SaveState)];

    /// <summary>Fails at one call.</summary>
    private sealed class FailingComparer : IEqualityComparer<string>
    {
        private int _remaining = int.MaxValue;

        public void FailAfter(int calls) => _remaining = calls;

        public bool Equals(string? x, string? y)
        {
            Count();
            return x == y;
        }

        public int GetHashCode(string key)
        {
            Count();
            return key.GetHashCode(StringComparison.Ordinal);
        }

        private void Count()
        {
            if (_remaining-- == 0)
                throw new NotFiniteNumberException("The comparer fails.");
        }
    }
}
