using System.Numerics;

namespace MlNetRecurrent;

/// <summary>Finds the slot of each key. Not thread-safe.</summary>
/// <remarks>
/// A hash table that keeps the hash codes. A dictionary asks the comparer for them again when it removes a key: it cannot remove a key that has
/// changed, or any key while the comparer fails. Here, only <see cref="Find"/> and <see cref="Add"/> call the comparer, before they change anything.
/// </remarks>
internal sealed class StreamKeys<TKey>(IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private const uint GoldenRatio = 0x9E3779B9;

    private readonly IEqualityComparer<TKey> _comparer = comparer ?? EqualityComparer<TKey>.Default;

    // Each bucket is a list of slots: the first slot plus one, or 0; and for each slot the next slot of its bucket plus one, or 0.
    private int[] _buckets = new int[2];
    private int[] _next = [];
    private int[] _hashes = [];
    private TKey[] _keys = [];

    /// <summary>The number of keys.</summary>
    public int Count { get; private set; }

    /// <summary>The number of slots that memory is reserved for.</summary>
    public int Slots => _keys.Length;

    /// <summary>The key at a slot.</summary>
    public TKey this[int slot] => _keys[slot];

    /// <summary>Whether the key at a slot equals another.</summary>
    public bool IsAt(int slot, TKey key) => _comparer.Equals(_keys[slot], key);

    /// <summary>Returns the slot of a key, or -1.</summary>
    public int Find(TKey key)
    {
        var hash = _comparer.GetHashCode(key);
        for (var slot = Bucket(hash) - 1; slot >= 0; slot = _next[slot] - 1)
        {
            if (_hashes[slot] == hash && IsAt(slot, key))
                return slot;
        }

        return -1;
    }

    /// <summary>Reserves memory for a number of slots.</summary>
    public void Reserve(int slots)
    {
        var previous = _buckets;
        var buckets = new int[BitOperations.RoundUpToPowerOf2((uint)Math.Max(slots, previous.Length))];

        // The keys come last: their number tells how much is reserved, also if there is no memory for one of the others.
        Array.Resize(ref _next, slots);
        Array.Resize(ref _hashes, slots);
        Array.Resize(ref _keys, slots);
        _buckets = buckets;
        foreach (var first in previous)
        {
            for (var slot = first - 1; slot >= 0;)
            {
                var next = _next[slot] - 1;
                Link(slot);
                slot = next;
            }
        }
    }

    /// <summary>Adds a key that <see cref="Find"/> does not find, at a free slot; the memory must be reserved.</summary>
    public void Add(TKey key, int slot)
    {
        _hashes[slot] = _comparer.GetHashCode(key);
        _keys[slot] = key;
        Link(slot);
        Count++;
    }

    /// <summary>Removes the key at a slot.</summary>
    public void Remove(int slot)
    {
        ref var link = ref Bucket(_hashes[slot]);
        while (link != slot + 1)
            link = ref _next[link - 1];
        link = _next[slot];
        _keys[slot] = default!;
        Count--;
    }

    private void Link(int slot)
    {
        ref var first = ref Bucket(_hashes[slot]);
        _next[slot] = first;
        first = slot + 1;
    }

    // Multiplied, because the hash codes of numbers are the numbers, which often have the same low bits.
    private ref int Bucket(int hash) => ref _buckets[(uint)hash * GoldenRatio >> (32 - BitOperations.Log2((uint)_buckets.Length))];
}
