namespace MlNetRecurrent;

/// <summary>The last time steps of one series, in a ring buffer: the source of its next window.</summary>
/// <param name="capacity">The maximum number of time steps kept.</param>
/// <param name="width">The number of values per time step.</param>
internal sealed class SeriesHistory(int capacity, int width)
{
    private float[] _values = [];
    private int _next;

    /// <summary>The number of time steps so far, up to the capacity.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a time step and returns the span to fill with its values. The oldest one is overwritten if the history is full.</summary>
    public Span<float> Add()
    {
        // Grown on demand, so that a short series does not allocate a long window.
        if (_values.Length == _next * width && _next < capacity)
            Array.Resize(ref _values, Math.Min(Math.Max(4, 2 * _next), capacity) * width);
        var step = _values.AsSpan(_next * width, width);
        _next = _next + 1 == capacity ? 0 : _next + 1;
        Count = Math.Min(Count + 1, capacity);
        return step;
    }

    /// <summary>Counts a time step without storing it, if no windows are read. Do not mix it with <see cref="Add"/>.</summary>
    public void Skip() => Count = Math.Min(Count + 1, capacity);

    /// <summary>Copies the oldest of the stored time steps.</summary>
    /// <param name="count">The number of time steps to copy.</param>
    /// <param name="window">Receives the values, [count, width].</param>
    public void CopyOldest(int count, Span<float> window)
    {
        var first = Count < capacity ? 0 : _next;
        var countBeforeWrap = Math.Min(count, capacity - first);
        _values.AsSpan(first * width, countBeforeWrap * width).CopyTo(window);
        _values.AsSpan(0, (count - countBeforeWrap) * width).CopyTo(window[(countBeforeWrap * width)..]);
    }
}
