namespace MlNetRecurrent.Engine;

/// <summary>Computes one step of many series, whose blocks several threads share.</summary>
/// <remarks>
/// <see cref="Begin"/> reserves all memory, so that the steps themselves cannot run out of it, which would leave some of the series stepped.
/// </remarks>
internal sealed unsafe class StreamStepRun(PackedNetwork network, ObjectPool<BlockRunner> runners) : ParallelRun(runners)
{
    private readonly int _lanes = StreamBlock.GetLaneCount(network);
    private readonly List<StreamBlock> _blocks = [];
    private BlockRunner? _runner;
    private float* _values;
    private long* _tokens;
    private float* _futureCovariates;
    private float* _outputs;
    private float* _quantiles;

    /// <summary>Reserves the memory for steps of up to the given number of blocks, until <see cref="End"/>.</summary>
    public void Begin(int blocks)
    {
        Reserve(blocks);
        _runner = Rent();
    }

    /// <summary>Reserves the memory for more blocks.</summary>
    public void Reserve(int blocks) => _blocks.EnsureCapacity(blocks);

    /// <summary>Adds a block that has marked lanes.</summary>
    public void Add(StreamBlock block) => _blocks.Add(block);

    /// <summary>Steps the added blocks and removes them. The memory must stay pinned during the call.</summary>
    public void Run(float* values, long* tokens, float* futureCovariates, float* outputs, float* quantiles, int workers)
    {
        _values = values;
        _tokens = tokens;
        _futureCovariates = futureCovariates;
        _outputs = outputs;
        _quantiles = quantiles;
        RunPieces(_blocks.Count, workers, _runner!);
        _blocks.Clear();
    }

    /// <summary>Removes the added blocks, unmarks their lanes, and releases the reserved memory.</summary>
    public void End()
    {
        if (_runner is { } runner)
            Return(runner);
        _runner = null;
        Clear();
    }

    /// <summary>Removes the added blocks and unmarks their lanes.</summary>
    public void Clear()
    {
        foreach (var block in _blocks)
            block.Unmark();
        _blocks.Clear();
    }

    /// <inheritdoc/>
    protected override void Prepare(BlockRunner runner) => runner.Panels.Reserve(_lanes);

    /// <inheritdoc/>
    protected override void RunPiece(long piece, BlockRunner runner) =>
        _blocks[(int)piece].Step(runner.Panels, _values, _tokens, _futureCovariates, _outputs, _quantiles);
}
