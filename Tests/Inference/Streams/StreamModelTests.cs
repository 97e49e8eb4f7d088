using Xunit;

namespace MlNetRecurrent.Inference.Tests;

/// <summary>
/// Streams of many series under random use, compared with a reference: one stream for each series, and a list in the order of the steps.
/// </summary>
public sealed class StreamModelTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(3, 7)]
    [InlineData(4, 33)]
    [InlineData(5, 100)]
    public void AnyCalls_RandomUse_EqualTheReference(int seed, int capacity)
    {
        using var model = RecurrentModel.Load(
            EnginePair.File(NetworkDescription.CreateForecaster(RecurrentCell.Gru, featureCount: 1, hiddenSize: 3)));
        var random = new Random(seed);
        var evicted = new List<(int Key, string State)>();
        var reference = new Reference(model, capacity);
        var streams = model.OpenStreams(new RecurrentStreamsOptions<int>
        {
            Capacity = capacity,
            OnEvicted = (key, state) => evicted.Add((key, Convert.ToHexString(state))),
            Comparer = new CollidingComparer(),
        });
        for (var call = 0; call < 400; call++)
        {
            var key = random.Next(3 * capacity);
            switch (random.Next(6))
            {
                case 0:
                    Assert.Equal(reference.Remove(key), streams.Remove(key));
                    break;
                case 1 when reference.Evicted.TryGetValue(key, out var state):
                    streams.RestoreState(key, state);
                    reference.Restore(key, state);
                    break;
                default:
                    var keys = RandomKeys(random, capacity);
                    var values = keys.Select(_ => random.NextSingle()).ToArray();
                    var outputs = new float[keys.Length];
                    streams.Step(keys, values, outputs);
                    Assert.Equal(reference.Step(keys, values), outputs);
                    break;
            }

            Assert.Equal(reference.TakeEvictions(), evicted);
            evicted.Clear();
            Assert.Equal(reference.Keys.Count, streams.Count);
            Assert.True(streams.Count <= capacity);
            Assert.Equal(reference.Keys.Contains(key), streams.Contains(key));
        }

        Assert.All(reference.Keys, key => Assert.Equal(reference.Save(key), streams.SaveState(key)));
    }

    // Mostly few keys, sometimes more than the capacity; in order, or in any order with repetitions.
    private static int[] RandomKeys(Random random, int capacity)
    {
        var count = random.Next(random.Next(4) == 0 ? (2 * capacity) + 2 : Math.Min(capacity, 5) + 1);
        var first = random.Next(3 * capacity);
        return random.Next(2) == 0
            ? [.. Enumerable.Range(first, count)]
            : [.. Enumerable.Range(0, count).Select(_ => random.Next(3 * capacity))];
    }

    private sealed class CollidingComparer : IEqualityComparer<int>
    {
        public bool Equals(int x, int y) => x == y;

        public int GetHashCode(int key) => key % 5;
    }

    /// <summary>What the documentation of the streams says, written as simply as possible.</summary>
    private sealed class Reference(RecurrentModel model, int capacity)
    {
        private readonly Dictionary<int, RecurrentStream> _streams = [];
        private readonly List<(int Key, string State)> _evictions = [];

        /// <summary>The keys, the least recently stepped one first.</summary>
        public List<int> Keys { get; } = [];

        /// <summary>The last evicted state of each key.</summary>
        public Dictionary<int, byte[]> Evicted { get; } = [];

        public byte[] Save(int key) => _streams[key].SaveState();

        public bool Remove(int key) => Keys.Remove(key) && _streams.Remove(key);

        public void Restore(int key, byte[] state)
        {
            if (!_streams.TryGetValue(key, out var stream))
            {
                EvictUntil(capacity - 1, spared: []);
                _streams.Add(key, stream = model.OpenStream());
            }

            stream.RestoreState(state);
            Touch(key);
        }

        public float[] Step(int[] keys, float[] values)
        {
            // Room for the new series is made before the step, by series that are not in the call.
            var added = keys.Except(_streams.Keys).ToArray();
            EvictUntil(capacity - added.Length, spared: keys);
            foreach (var key in added)
                _streams.Add(key, model.OpenStream());
            var outputs = new float[keys.Length];
            for (var position = 0; position < keys.Length; position++)
            {
                _streams[keys[position]].Step([values[position]], outputs.AsSpan(position, 1));
                Touch(keys[position]);
            }

            EvictUntil(capacity, spared: []);
            return outputs;
        }

        public List<(int Key, string State)> TakeEvictions()
        {
            var evictions = _evictions.ToList();
            _evictions.Clear();
            return evictions;
        }

        private void Touch(int key)
        {
            Keys.Remove(key);
            Keys.Add(key);
        }

        private void EvictUntil(int count, int[] spared)
        {
            while (Keys.Count > count && Keys.Except(spared).Any())
            {
                var oldest = Keys.Except(spared).First();
                _evictions.Add((oldest, Convert.ToHexString(Save(oldest))));
                Evicted[oldest] = Save(oldest);
                Remove(oldest);
            }
        }
    }
}
