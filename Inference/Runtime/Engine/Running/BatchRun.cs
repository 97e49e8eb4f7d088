using System.Runtime.CompilerServices;

namespace MlNetRecurrent.Engine;

/// <summary>Scores one batch, whose blocks several threads share.</summary>
internal sealed unsafe class BatchRun(PackedNetwork network, ObjectPool<BlockRunner> runners) : ParallelRun(runners)
{
    private readonly SortedBatch _batch = new(network);
    private int _blockSize;

    /// <summary>Scores a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="workers">The maximum number of threads, including this one.</param>
    public void Run(in PinnedBatch batch, int workers)
    {
        _batch.Set(batch);
        var plan = new BatchPlan(network, _batch, workers);
        _blockSize = plan.BlockSize;
        var runner = Rent();
        try
        {
            RunPieces(((long)_batch.Count + _blockSize - 1) / _blockSize, plan.Workers, runner);
        }
        finally
        {
            Return(runner);
        }
    }

    /// <inheritdoc/>
    protected override void Prepare(BlockRunner runner) => runner.Reserve(_blockSize);

    /// <inheritdoc/>
    [SkipLocalsInit]
    protected override void RunPiece(long piece, BlockRunner runner)
    {
        var first = (int)(piece * _blockSize);
        var count = Math.Min(_blockSize, _batch.Count - first);
        var rows = stackalloc PinnedSequence[count];
        for (var row = 0; row < count; row++)
            rows[row] = _batch.GetSequence(first + row);

        // A few rows are faster one by one than in mostly empty vectors.
        if (count > network.Width.Floats / 4)
        {
            runner.Run(rows, count);
            return;
        }

        for (var row = 0; row < count; row++)
            runner.Run(rows + row, 1);
    }
}
