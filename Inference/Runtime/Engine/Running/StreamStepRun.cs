namespace MlNetRecurrent.Engine;

/// <summary>Computes one step of many series, whose blocks several threads share.</summary>
internal sealed unsafe class StreamStepRun(ObjectPool<BlockRunner> runners) : ParallelRun(runners)
{
    private readonly List<StreamBlock> _blocks = [];
    private float* _values;
    private long* _tokens;
    private float* _outputs;
    private float* _quantiles;

    /// <summary>Adds a block that has marked lanes.</summary>
    public void Add(StreamBlock block) => _blocks.Add(block);

    /// <summary>Steps the added blocks and removes them. The memory must stay pinned during the call.</summary>
    public void Run(float* values, long* tokens, float* outputs, float* quantiles, int workers)
    {
        _values = values;
        _tokens = tokens;
        _outputs = outputs;
        _quantiles = quantiles;
        RunPieces(_blocks.Count, workers);
        _blocks.Clear();
    }

    /// <summary>Removes the added blocks and unmarks their lanes.</summary>
    public void Clear()
    {
        foreach (var block in _blocks)
            block.Unmark();
        _blocks.Clear();
    }

    /// <inheritdoc/>
    protected override void RunPiece(long piece, BlockRunner runner) =>
        _blocks[(int)piece].Step(runner.Panels, _values, _tokens, _outputs, _quantiles);
}
