namespace MlNetRecurrent;

/// <summary>A reference-counted model: it is closed when the last reference is released. Thread-safe.</summary>
internal sealed class SharedModel(RecurrentModel model, byte[] hash)
{
    // One for the hosted model, until it replaces this version, and one for each scoring call and lease.
    private int _references = 1;

    public RecurrentModel Model => model;

    /// <summary>The SHA-256 hash of the file.</summary>
    public ReadOnlySpan<byte> Hash => hash;

    /// <summary>Adds a reference, which keeps the model open. Returns false if the model is already closed.</summary>
    public bool TryAddReference()
    {
        int references;
        do
        {
            references = Volatile.Read(ref _references);
            if (references == 0)
                return false;
        }
        while (Interlocked.CompareExchange(ref _references, references + 1, references) != references);
        return true;
    }

    /// <summary>Releases a reference.</summary>
    public void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
            model.Dispose();
    }
}
