namespace MlNetRecurrent;

/// <summary>A loaded model with a count of its users: it is closed when it has been replaced and its last user is done. Thread-safe.</summary>
internal sealed class SharedModel(RecurrentModel model, byte[] hash)
{
    // The hosted model until it replaces this one, and every scoring and lease.
    private int _holders = 1;

    public RecurrentModel Model => model;

    /// <summary>The SHA-256 of the file.</summary>
    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>Keeps the model open; false if it is already closed.</summary>
    public bool TryAddReference()
    {
        int holders;
        do
        {
            holders = Volatile.Read(ref _holders);
            if (holders == 0)
                return false;
        }
        while (Interlocked.CompareExchange(ref _holders, holders + 1, holders) != holders);
        return true;
    }

    /// <summary>Ends one use of the model.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _holders) == 0)
            model.Dispose();
    }
}
