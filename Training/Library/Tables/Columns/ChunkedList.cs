using System.Collections;

namespace MlNetRecurrent.Training;

/// <summary>
/// A list that grows in pieces. Unlike that of <see cref="List{T}"/>, its memory is never copied and at most one piece larger than needed.
/// </summary>
internal sealed class ChunkedList<T> : IReadOnlyList<T>
{
    private const int Shift = 15;
    private const int FirstSize = 16;

    private readonly List<T[]> _chunks = [];
    private T[] _last = [];
    private int _used;

    /// <summary>The maximum number of items in a piece.</summary>
    public const int ChunkSize = 1 << Shift;

    /// <inheritdoc/>
    public int Count { get; private set; }

    /// <summary>Gets or sets an item.</summary>
    public T this[int index]
    {
        get => (uint)index < (uint)Count ? _chunks[index >> Shift][index & (ChunkSize - 1)] : throw new ArgumentOutOfRangeException(nameof(index));
        set => _chunks[(uint)index < (uint)Count ? index >> Shift : throw new ArgumentOutOfRangeException(nameof(index))][index & (ChunkSize - 1)] =
            value;
    }

    /// <summary>Adds an item to the end.</summary>
    public void Add(T item)
    {
        if (_used == _last.Length)
            Grow();
        _last[_used++] = item;
        Count++;
    }

    /// <inheritdoc/>
    public IEnumerator<T> GetEnumerator()
    {
        for (var index = 0; index < Count; index++)
            yield return _chunks[index >> Shift][index & (ChunkSize - 1)];
    }

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private void Grow()
    {
        // Tables may have thousands of short columns: a piece starts small.
        if (_used is > 0 and < ChunkSize)
        {
            Array.Resize(ref _last, Math.Min(ChunkSize, 4 * _used));
            _chunks[^1] = _last;
            return;
        }

        (_last, _used) = (new T[_chunks.Count == 0 ? FirstSize : ChunkSize], 0);
        _chunks.Add(_last);
    }
}
