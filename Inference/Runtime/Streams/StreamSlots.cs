namespace MlNetRecurrent;

/// <summary>Which place each series has, and which of them was stepped least recently. Not thread-safe.</summary>
internal sealed class StreamSlots<TKey>(int capacity, IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private const long Free = -1;

    private readonly Dictionary<TKey, int> _slots = new(comparer);
    private readonly IEqualityComparer<TKey> _comparer = comparer ?? EqualityComparer<TKey>.Default;
    private readonly Stack<int> _free = [];
    private readonly Queue<(int Slot, long Stepped)> _oldest = [];
    private TKey[] _keys = [];
    private long[] _stepped = [];
    private int[] _previous = [];
    private long _steps;
    private int _opened;

    public int Count => _slots.Count;

    public bool IsFull => Count == capacity;

    public TKey GetKey(int slot) => _keys[slot];

    /// <summary>The slot of a series, or -1. Where callers step the same series in the same order again, no table is searched.</summary>
    /// <param name="key">The series.</param>
    /// <param name="position">Its place in the caller's order, or -1.</param>
    public int Find(TKey key, int position)
    {
        if ((uint)position < (uint)_previous.Length && _previous[position] is var previous && _stepped[previous] != Free && _comparer.Equals(_keys[previous], key))
            return previous;
        return _slots.TryGetValue(key, out var slot) ? slot : -1;
    }

    /// <summary>Gives a new series a slot; there is room.</summary>
    public int Add(TKey key)
    {
        if (!_free.TryPop(out var slot))
        {
            slot = _opened++;
            if (slot == _keys.Length)
            {
                var size = (int)Math.Clamp(2L * slot, 64, Math.Max(capacity, 64));
                Array.Resize(ref _keys, size);
                Array.Resize(ref _stepped, size);
            }
        }

        _slots.Add(key, slot);
        _keys[slot] = key;
        _stepped[slot] = 0;
        return slot;
    }

    /// <summary>Notes that a series steps.</summary>
    /// <param name="slot">Its slot.</param>
    /// <param name="position">Its place in the caller's order.</param>
    public void Touch(int slot, int position)
    {
        _stepped[slot] = ++_steps;
        if (position < _previous.Length)
            _previous[position] = slot;
    }

    /// <summary>Makes room to remember the caller's order.</summary>
    public void Remember(int positions)
    {
        // A slot that is open: it is compared with before it is believed.
        if (_previous.Length < positions && _opened > 0)
            Array.Resize(ref _previous, positions);
    }

    public void Remove(int slot)
    {
        _slots.Remove(_keys[slot]);
        _keys[slot] = default!;
        _stepped[slot] = Free;
        _free.Push(slot);
    }

    /// <summary>The series that was stepped least recently; there is one.</summary>
    /// <remarks>All are looked at once for many: the oldest wait in a queue, and those that were stepped meanwhile are passed over.</remarks>
    public int FindLeastRecent()
    {
        while (true)
        {
            while (_oldest.TryPeek(out var entry))
            {
                if (_stepped[entry.Slot] == entry.Stepped)
                    return entry.Slot;
                _oldest.Dequeue();
            }

            var open = Enumerable.Range(0, _opened).Where(slot => _stepped[slot] != Free);
            foreach (var slot in open.OrderBy(slot => _stepped[slot]).Take((Count + 15) / 16))
                _oldest.Enqueue((slot, _stepped[slot]));
        }
    }
}
