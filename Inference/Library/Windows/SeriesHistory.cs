namespace MlNetRecurrent;

/// <summary>The last time steps of one series, in a circle: what its next window is made of.</summary>
/// <param name="steps">How many steps are kept.</param>
/// <param name="width">Values of a step.</param>
internal sealed class SeriesHistory(int steps, int width)
{
    private float[] _values = [];
    private int _next;

    /// <summary>How many rows the series has had, at most as many as are kept.</summary>
    public int Count { get; private set; }

    /// <summary>Counts a row, and gives the place for its values; the oldest row's go.</summary>
    public Span<float> Add()
    {
        // A short series does not pay for a long window.
        if (_values.Length == _next * width && _next < steps)
            Array.Resize(ref _values, Math.Min(Math.Max(4, 2 * _next), steps) * width);
        var place = _values.AsSpan(_next * width, width);
        _next = _next + 1 == steps ? 0 : _next + 1;
        Count = Math.Min(Count + 1, steps);
        return place;
    }

    /// <summary>Counts a row whose values nobody will ask for.</summary>
    public void Skip() => Count = Math.Min(Count + 1, steps);

    /// <summary>Copies the oldest of the kept steps.</summary>
    /// <param name="count">How many.</param>
    /// <param name="window">Takes them, [count, width].</param>
    public void CopyOldest(int count, Span<float> window)
    {
        var first = Count < steps ? 0 : _next;
        var behind = Math.Min(count, steps - first);
        _values.AsSpan(first * width, behind * width).CopyTo(window);
        _values.AsSpan(0, (count - behind) * width).CopyTo(window[(behind * width)..]);
    }
}
