namespace MlNetRecurrent;

/// <summary>How many series <see cref="RecurrentStreams{TKey}"/> keeps, and what happens to those that have to go.</summary>
/// <typeparam name="TKey">What names a series.</typeparam>
public sealed record RecurrentStreamsOptions<TKey>
    where TKey : notnull
{
    private const int MaxCapacity = 1 << 24;

    /// <summary>Most series at once, 1 to 16,777,216: memory for their states is taken as they come, and never more than for so many.</summary>
    /// <value>Default: 100,000.</value>
    public int Capacity { get; init; } = 100_000;

    /// <summary>
    /// Takes the saved state of a series that makes room for a new one, the one that was stepped least recently; it can be restored later, here or in a
    /// <see cref="RecurrentStream"/>. It is called before the state is given up, on the thread that steps, and must not use the streams itself.
    /// </summary>
    /// <value>Default: null, and then a new series beyond the capacity is refused.</value>
    public Action<TKey, byte[]>? OnEvicted { get; init; }

    /// <summary>How keys are compared.</summary>
    /// <value>Default: null, for the equality of their type.</value>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>Checks every option.</summary>
    /// <exception cref="ArgumentException">Something is out of range.</exception>
    internal void Validate()
    {
        if (Capacity is < 1 or > MaxCapacity)
            throw new ArgumentException(FormattableString.Invariant($"The streams cannot be opened: {nameof(Capacity)} is {Capacity}, expected 1 to {MaxCapacity}."));
    }
}
