namespace MlNetRecurrent;

/// <summary>The last time steps of one series, in a ring buffer: the source of its next window.</summary>
/// <param name="steps">The maximum number of time steps kept.</param>
/// <param name="width">The number of values per time step.</param>
internal sealed class SeriesHistory(int steps, int width)
{
    private float[] _values = [];
    private int _next;

    /// <summary>The number of rows so far, up to the maximum number of time steps kept.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a row and returns the span for its values. The oldest row is overwritten if the history is full.</summary>
    public Span<float> Add()
    {
        // Grown on demand, so that a short series does not allocate a long window.
        if (_values.Length == _next * width && _next < steps)
            Array.Resize(ref _values, Math.Min(Math.Max(4, 2 * _next), steps) * width);
        var step = _values.AsSpan(_next * width, width);
        _next = _next + 1 == steps ? 0 : _next + 1;
        Count = Math.Min(Count + 1, steps);
        return step;
    }

    /// <summary>Counts a row whose values are not needed.</summary>
    public void Skip() => Count = Math.Min(Count + 1, steps);

    /// <summary>Copies the oldest time steps.</summary>
    /// <param name="count">The number of time steps to copy.</param>
    /// <param name="window">Receives the values, [count, width].</param>
    public void CopyOldest(int count, Span<float> window)
    {
        var first = Count < steps ? 0 : _next;
        var untilEnd = Math.Min(count, steps - first);
        _values.AsSpan(first * width, untilEnd * width).CopyTo(window);
        _values.AsSpan(0, (count - untilEnd) * width).CopyTo(window[(untilEnd * width)..]);
    }
}
