namespace MlNetRecurrent.Engine;

/// <summary>Scores a network in vectorized C#. Thread-safe: all threads share one packed copy of the weights, and each has its own buffers.</summary>
internal sealed unsafe class ManagedEngine : IScoringEngine
{
    private readonly PackedNetwork _packed;
    private readonly ObjectPool<BlockRunner> _runners;
    private readonly ObjectPool<BatchRun> _jobs;
    private readonly int _workers;

    /// <summary>Packs a network's weights.</summary>
    /// <param name="network">The network.</param>
    /// <param name="weights">Its weights; they are copied.</param>
    /// <param name="workers">The maximum number of threads that score one batch.</param>
    /// <param name="width">The vector width; null for the widest that the processor supports.</param>
    /// <param name="memory">The allocator of the buffers; null for native memory of the process.</param>
    /// <exception cref="RecurrentModelException">The network has a cell that the kernels do not implement.</exception>
    public ManagedEngine(NetworkDescription network, NetworkWeights weights, int workers, VectorWidth? width = null, KernelMemory? memory = null)
    {
        Memory = memory ??= KernelMemory.Native;
        _workers = workers;
        _packed = new PackedNetwork(network, weights, width ?? VectorWidth.Widest, memory);
        _runners = new ObjectPool<BlockRunner>(() => new BlockRunner(_packed, memory));
        _jobs = new ObjectPool<BatchRun>(() => new BatchRun(_packed, _runners));
    }

    /// <summary>The packed network, shared with streams.</summary>
    public PackedNetwork Packed => _packed;

    /// <summary>The pool of runners, shared with streams.</summary>
    public ObjectPool<BlockRunner> Runners => _runners;

    /// <summary>The allocator of the buffers.</summary>
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

    /// <summary>Does nothing: native memory is freed with the last reference to it.</summary>
    public void Dispose()
    {
    }
}
