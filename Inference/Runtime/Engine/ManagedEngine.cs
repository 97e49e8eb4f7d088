namespace MlNetRecurrent.Engine;

/// <summary>Computes a network in vectorised C#. Thread-safe: threads share one packed copy of the weights and have buffers of their own.</summary>
internal sealed unsafe class ManagedEngine : IScoringEngine
{
    private readonly PackedNetwork _packed;
    private readonly ObjectPool<BlockRunner> _runners;
    private readonly ObjectPool<BatchRun> _jobs;
    private readonly int _workers;

    /// <summary>Packs a network's weights.</summary>
    /// <param name="network">What the network is.</param>
    /// <param name="weights">Its numbers; they are copied.</param>
    /// <param name="workers">Most threads that score one batch.</param>
    /// <param name="width">The vectors to use; null for the widest that the processor has.</param>
    /// <param name="memory">Where buffers come from; null for the process's own.</param>
    /// <exception cref="RecurrentModelException">The kernels do not compute such a network.</exception>
    public ManagedEngine(NetworkDescription network, NetworkWeights weights, int workers, VectorWidth? width = null, KernelMemory? memory = null)
    {
        Memory = memory ??= KernelMemory.Native;
        _workers = workers;
        _packed = new PackedNetwork(network, weights, width ?? VectorWidth.Widest, memory);
        _runners = new ObjectPool<BlockRunner>(() => new BlockRunner(_packed, memory));
        _jobs = new ObjectPool<BatchRun>(() => new BatchRun(_packed, _runners));
    }

    /// <summary>The weights, for streams that share them.</summary>
    public PackedNetwork Packed => _packed;

    /// <summary>The runners, for streams that share them.</summary>
    public ObjectPool<BlockRunner> Runners => _runners;

    /// <summary>Where buffers come from.</summary>
    public KernelMemory Memory { get; }

    /// <inheritdoc/>
    public void Run(in PinnedBatch batch)
    {
        var job = _jobs.Rent();
        try
        {
            job.Run(batch, _workers);
        }
        finally
        {
            _jobs.Return(job);
        }
    }

    /// <summary>Nothing to close: native memory goes with the last user.</summary>
    public void Dispose()
    {
    }
}
