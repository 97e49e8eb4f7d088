namespace MlNetRecurrent;

/// <summary>
/// The options of <see cref="RecurrentStreams{TKey}"/>: the maximum number of series, how evicted states are handled, and the comparer of the keys.
/// </summary>
/// <typeparam name="TKey">The type of the keys that identify the series.</typeparam>
public sealed record RecurrentStreamsOptions<TKey>
    where TKey : notnull
{
    private const int MaxCapacity = 1 << 24;

    /// <summary>The maximum number of series, 1 to 16,777,216. Memory is allocated as series are added.</summary>
    /// <value>Default: 100,000.</value>
    public int Capacity { get; init; } = 100_000;

    /// <summary>
    /// Receives the key and the saved state of the least recently stepped series, which is evicted to make room for a new series when the
    /// capacity is reached. The state can be restored later, here or in a <see cref="RecurrentStream"/>. The callback runs before the series is
    /// removed, on the thread that steps, and must not use the streams.
    /// </summary>
    /// <remarks>
    /// Series that a call steps are evicted last. The others are evicted before the call steps any series: an exception of the callback leaves the
    /// state of each series as it was. Only a call with more series than the capacity evicts some of its own, after their step: an exception of the
    /// callback then comes from a call that has stepped, and the series that remain above the capacity are evicted by the next call.
    /// </remarks>
    /// <value>Default: null; a new series throws an <see cref="InvalidOperationException"/> when the capacity is reached.</value>
    public Action<TKey, byte[]>? OnEvicted { get; init; }

    /// <summary>The comparer of the keys.</summary>
    /// <value>Default: null, for the default comparer of the type.</value>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal void Validate()
    {
        if (Capacity is < 1 or > MaxCapacity)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The streams cannot be opened: {nameof(Capacity)} is {Capacity}, expected 1 to {MaxCapacity}."));
        }
    }
}
