namespace MlNetRecurrent;

/// <summary>Assigns a slot to each series and finds the least recently stepped one. Not thread-safe.</summary>
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

    /// <summary>Returns the slot of a series, or -1. No lookup is needed if the caller steps the same series in the same order as before.</summary>
    /// <param name="key">The key of the series.</param>
    /// <param name="position">The position of the series in the caller's order, or -1.</param>
    public int Find(TKey key, int position)
    {
        if ((uint)position < (uint)_previous.Length)
        {
            var previous = _previous[position];
            if (_stepped[previous] != Free && _comparer.Equals(_keys[previous], key))
                return previous;
        }

        return _slots.TryGetValue(key, out var slot) ? slot : -1;
    }

    /// <summary>Assigns a slot to a new series; there must be a free one.</summary>
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

    /// <summary>Records that a series is stepped.</summary>
    /// <param name="slot">The slot of the series.</param>
    /// <param name="position">The position of the series in the caller's order.</param>
    public void Touch(int slot, int position)
    {
        _stepped[slot] = ++_steps;
        if (position < _previous.Length)
            _previous[position] = slot;
    }

    /// <summary>Reserves space to remember the caller's order.</summary>
    public void Remember(int positions)
    {
        // New entries are slot 0, which exists; Find compares the key before it uses an entry.
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

    /// <summary>Returns the slot of the least recently stepped series; there must be a series.</summary>
    /// <remarks>One scan of all series fills a queue with the oldest ones for many calls; those stepped in the meantime are skipped.</remarks>
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
