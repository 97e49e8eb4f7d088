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

    public TKey GetKey(int slot) => _keys[slot];

    /// <summary>The slot at a position of the caller's order, as set by <see cref="SetSlot"/>.</summary>
    public int GetSlot(int position) => _previous[position];

    /// <summary>Remembers the slot at a position of the caller's order.</summary>
    public void SetSlot(int position, int slot) => _previous[position] = slot;

    /// <summary>Returns the slot of a series, or -1. No lookup is needed if the caller steps the same series in the same order as before.</summary>
    /// <param name="key">The key of the series.</param>
    /// <param name="position">The position of the series in the caller's order, or -1.</param>
    public int Find(TKey key, int position)
    {
        if ((uint)position < (uint)_previous.Length)
        {
            var previous = _previous[position];
            if (previous < _opened && _stepped[previous] != Free && _comparer.Equals(_keys[previous], key))
                return previous;
        }

        return _slots.TryGetValue(key, out var slot) ? slot : -1;
    }

    /// <summary>Reserves memory for new series, so that <see cref="Add"/> does not need any.</summary>
    /// <returns>The number of slots that the series will occupy, with the free ones between them.</returns>
    public int Reserve(int count)
    {
        var slots = _opened + Math.Max(0, count - _free.Count);
        if (slots > _keys.Length)
        {
            var size = (int)Math.Clamp(2L * _keys.Length, Math.Max(slots, 64), Math.Max(capacity, Math.Max(slots, 64)));
            Array.Resize(ref _stepped, size);
            Array.Resize(ref _keys, size);
        }

        // Doubling: the dictionary itself grows to the requested capacity only.
        if (_slots.Count + count is var needed && needed > _slots.Capacity)
            _slots.EnsureCapacity((int)Math.Max(needed, Math.Min(2L * _slots.Capacity, capacity)));
        _free.EnsureCapacity(slots);
        return slots;
    }

    /// <summary>Assigns a slot to a new series; the memory must be reserved.</summary>
    public int Add(TKey key)
    {
        var isFree = _free.TryPeek(out var free);
        var slot = isFree ? free : _opened;
        _slots.Add(key, slot);
        if (isFree)
            _free.Pop();
        else
            _opened++;
        _keys[slot] = key;
        Touch(slot);
        return slot;
    }

    /// <summary>Records that a series is stepped.</summary>
    public void Touch(int slot) => _stepped[slot] = ++_steps;

    /// <summary>Reserves space to remember the caller's order.</summary>
    public void Remember(int positions)
    {
        // New entries are slot 0: Find compares the key before it uses an entry.
        if (_previous.Length < positions)
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
