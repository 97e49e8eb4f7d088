namespace MlNetRecurrent;

/// <summary>A lease of the model in use of a <see cref="HostedModel"/>: the leased version stays open until the lease is disposed.</summary>
public sealed class ModelLease : IDisposable
{
    private SharedModel? _shared;

    internal ModelLease(SharedModel shared)
    {
        _shared = shared;
        Model = shared.Model;
    }

    /// <summary>The model. Do not dispose it, and do not use it after the lease is disposed.</summary>
    public RecurrentModel Model { get; }

    /// <summary>Ends the lease.</summary>
    public void Dispose() => Interlocked.Exchange(ref _shared, null)?.Release();
}
