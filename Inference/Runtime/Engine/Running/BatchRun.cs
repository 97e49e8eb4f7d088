using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>One batch, that threads share block by block.</summary>
internal sealed unsafe class BatchRun(PackedNetwork network, ObjectPool<BlockRunner> runners) : ParallelRun(runners)
{
    private readonly SortedBatch _tasks = new(network);
    private int _blockSize;

    /// <summary>Scores a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="workers">Most threads at work, this one included.</param>
    public void Run(in PinnedBatch batch, int workers)
    {
        _tasks.Set(batch);
        var plan = new BatchPlan(network, _tasks, workers);
        _blockSize = plan.BlockSize;
        RunPieces(((long)_tasks.Count + _blockSize - 1) / _blockSize, plan.Workers);
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    protected override void RunPiece(long piece, BlockRunner runner)
    {
        var first = (int)(piece * _blockSize);
        var count = Math.Min(_blockSize, _tasks.Count - first);
        var rows = stackalloc PinnedSequence[count];
        for (var row = 0; row < count; row++)
            rows[row] = _tasks.GetSequence(first + row);

        // A few rows alone are faster than in vectors that are mostly empty.
        if (count > network.Width.Floats / 4)
        {
            runner.Run(rows, count);
            return;
        }

        for (var row = 0; row < count; row++)
            runner.Run(rows + row, 1);
    }
}
