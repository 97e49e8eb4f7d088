using System.Numerics;
using System.Runtime.InteropServices;

namespace MlNetRecurrent.Engine;

/// <summary>Computes one step of many series, whose blocks several threads share.</summary>
/// <remarks>
/// A block most of whose series step is one piece of the work. The series of the other blocks are gathered into groups that are as large as a block.
/// <see cref="Begin"/> reserves all memory, so that the steps themselves cannot run out of it, which would leave some of the series stepped.
/// </remarks>
internal sealed unsafe class StreamStepRun : ParallelRun
{
    private readonly PackedNetwork _network;
    private readonly StreamStep _step;
    private readonly int _lanes;
    private readonly List<StreamBlock> _blocks = [];
    private readonly List<StreamLane> _gathered = [];
    private KernelBuffer _spare;
    private BlockRunner? _runner;
    private StreamBuffers _buffers;
    private int _blocksInPlace;
    private int _groupSize;

    public StreamStepRun(PackedNetwork network, ObjectPool<BlockRunner> runners, KernelMemory memory)
        : base(runners)
    {
        _network = network;
        _step = new StreamStep(network);
        _lanes = StreamBlock.GetLaneCount(network);
        _spare = new KernelBuffer(memory);
    }

    /// <summary>Reserves the memory for steps of up to the given number of blocks and series, until <see cref="End"/>.</summary>
    public void Begin(int blocks, int series)
    {
        Reserve(blocks);
        _gathered.EnsureCapacity(series);
        _spare.Reserve((nint)_network.Stream.Size * _lanes);
        _runner = Rent();
    }

    /// <summary>Reserves the memory for more blocks.</summary>
    public void Reserve(int blocks) => _blocks.EnsureCapacity(blocks);

    /// <summary>Adds a block that has marked lanes.</summary>
    public void Add(StreamBlock block) => _blocks.Add(block);

    /// <summary>Steps the added blocks and removes them.</summary>
    /// <param name="buffers">The buffers of the caller, which must stay pinned during the call.</param>
    /// <param name="workers">The maximum number of threads, including this one.</param>
    public void Run(in StreamBuffers buffers, int workers)
    {
        _buffers = buffers;
        var series = Arrange();
        workers = series * _network.StepWork > BatchPlan.MinWork ? workers : 1;
        _groupSize = BatchPlan.GetBlockSize(_gathered.Count, _lanes, _network.Width.Floats, workers);
        var groups = (_gathered.Count + _groupSize - 1) / _groupSize;
        RunPieces(_blocksInPlace + groups, workers, _runner!);
        foreach (var block in _blocks)
            block.Unmark();
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
    protected override void RunPiece(long piece, BlockRunner runner)
    {
        if (piece < _blocksInPlace)
        {
            _step.Step(_blocks[(int)piece], runner.Panels, _buffers);
            return;
        }

        var first = (int)(piece - _blocksInPlace) * _groupSize;
        var group = CollectionsMarshal.AsSpan(_gathered).Slice(first, Math.Min(_groupSize, _gathered.Count - first));
        _step.Step(group, runner.Panels, _buffers);
    }

    // Moves the blocks that step in place to the front, and collects the marked lanes of the others. Returns the number of series.
    private int Arrange()
    {
        _gathered.Clear();
        _blocksInPlace = 0;
        var series = 0;
        for (var index = 0; index < _blocks.Count; index++)
        {
            var block = _blocks[index];
            series += BitOperations.PopCount(block.Stepping);
            if (block.Arrange(ref _spare))
            {
                (_blocks[index], _blocks[_blocksInPlace]) = (_blocks[_blocksInPlace], block);
                _blocksInPlace++;
                continue;
            }

            for (var lanes = block.Stepping; lanes != 0; lanes &= lanes - 1)
            {
                var lane = BitOperations.TrailingZeroCount(lanes);
                _gathered.Add(new StreamLane(block, lane, block.GetPosition(lane)));
            }
        }

        return series;
    }
}
