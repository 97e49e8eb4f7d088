using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Keys and comparers that break the rules of a dictionary: no call hangs, no series gets the state of another, and nothing is lost.
/// </summary>
public sealed class StreamKeyTests
{
    private static readonly byte[] Model = EnginePair.File(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 5));

    [Fact]
    public void Step_KeysChangeWhileInUse_EvictsThemAndDoesNotHang()
    {
        using var model = RecurrentModel.Load(Model);
        var evicted = new List<MutableKey>();
        var streams = model.OpenStreams(new RecurrentStreamsOptions<MutableKey> { Capacity = 3, OnEvicted = (key, _) => evicted.Add(key) });
        MutableKey[] keys = [.. Enumerable.Range(0, 3).Select(value => new MutableKey(value))];
        streams.Step(keys, new float[3], new float[3]);
        foreach (var key in keys)
            key.Value += 100;

        for (var value = 10; value < 20; value++)
            streams.Step([new MutableKey(value)], [1], new float[1]);

        Assert.Equal([100, 101, 102, 10, 11, 12, 13, 14, 15, 16], evicted.Select(key => key.Value));
        Assert.Equal(3, streams.Count);
    }

    [Fact]
    public void Remove_KeyChangedBack_RemovesOneSeries()
    {
        using var model = RecurrentModel.Load(Model);
        var streams = model.OpenStreams<MutableKey>();
        var key = new MutableKey(1);
        streams.Step([key, new MutableKey(2)], new float[2], new float[2]);
        key.Value = 2;
        Assert.True(streams.Remove(new MutableKey(2)));
        key.Value = 1;

        Assert.True(streams.Remove(key));
        Assert.False(streams.Remove(key));
        Assert.Equal(0, streams.Count);
    }

    [Fact]
    public void Step_ComparerFailsFromSomeCallOn_AddsNoSeries()
    {
        using var model = RecurrentModel.Load(Model);
        for (var calls = 0; ; calls++)
        {
            var comparer = new ScriptedComparer();
            var streams = model.OpenStreams(new RecurrentStreamsOptions<int> { Comparer = comparer });
            streams.Step([1, 2], [1, 2], new float[2]);
            var remaining = calls;
            comparer.Before = () => _ = remaining-- <= 0 ? throw new NotFiniteNumberException() : 0;

            var exception = Record.Exception(() => streams.Step([3, 1, 4, 5, 3], new float[5], new float[5]));

            comparer.Before = () => { };
            if (exception is null)
                return;
            Assert.IsType<NotFiniteNumberException>(exception);
            Assert.Equal(2, streams.Count);
            Assert.False(streams.Contains(3) || streams.Contains(4) || streams.Contains(5));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void AnyCall_ComparerContradictsItself_SaysSoOrStepsWithinTheCapacity(int seed)
    {
        using var model = RecurrentModel.Load(Model);
        var random = new Random(seed);
        var comparer = new ScriptedComparer { Change = equal => random.Next(4) == 0 ? !equal : equal, ChangeHash = hash => hash ^ random.Next(2) };
        var streams = model.OpenStreams(new RecurrentStreamsOptions<int> { Capacity = 20, OnEvicted = (_, _) => { }, Comparer = comparer });
        for (var call = 0; call < 2000; call++)
        {
            int[] keys = [.. Enumerable.Range(0, random.Next(30)).Select(_ => random.Next(40))];
            var exception = Record.Exception(() => streams.Step(keys, new float[keys.Length], new float[keys.Length]));
            if (exception is not null)
            {
                var message = Assert.IsType<InvalidOperationException>(exception).Message;
                Assert.StartsWith("The comparer of the keys contradicts itself", message, StringComparison.Ordinal);
            }

            streams.Remove(random.Next(40));
            Assert.InRange(streams.Count, 0, 20);
        }
    }

    [Fact]
    public void Step_ComparerOrCallbackUsesTheStreams_IsRefused()
    {
        using var model = RecurrentModel.Load(Model);
        RecurrentStreams<int> streams = null!;
        var comparer = new ScriptedComparer();
        streams = model.OpenStreams(new RecurrentStreamsOptions<int>
        {
            Capacity = 2,
            Comparer = comparer,
            OnEvicted = (key, _) => streams.Remove(key),
        });
        streams.Step([1, 2], new float[2], new float[2]);
        Assert.Throws<InvalidOperationException>(() => streams.Step([3], [1], new float[1]));
        comparer.Before = () => streams.Contains(1);
        Assert.Throws<InvalidOperationException>(() => streams.Step([1], [1], new float[1]));
        comparer.Before = () => { };

        streams.Step([2, 1], new float[2], new float[2]);
        Assert.Equal(2, streams.Count);
    }

    private sealed class MutableKey(int value)
    {
        public int Value { get; set; } = value;

        public override bool Equals(object? obj) => obj is MutableKey other && other.Value == Value;

        public override int GetHashCode() => Value;
    }

    private sealed class ScriptedComparer : IEqualityComparer<int>
    {
        public Action Before { get; set; } = () => { };

        public Func<bool, bool> Change { get; init; } = equal => equal;

        public Func<int, int> ChangeHash { get; init; } = hash => hash;

        public bool Equals(int x, int y)
        {
            Before();
            return Change(x == y);
        }

        public int GetHashCode(int key)
        {
            Before();
            return ChangeHash(key);
        }
    }
}
