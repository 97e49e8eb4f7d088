using System.Runtime.ExceptionServices;

namespace MlNetRecurrent.Kernels;

/// <summary>
/// One batch that several threads share block by block. The caller takes part, and never waits for a thread that has not begun: a busy
/// thread pool makes a batch slower but cannot stop it.
/// </summary>
internal sealed unsafe class BatchJob(PackedNetwork network, RentedPool<BlockRunner> runners) : IThreadPoolWorkItem
{
    // Set in _helpers when no more threads may join; the rest of it counts those that have.
    private const int Closed = int.MinValue;

    private readonly BatchTasks _tasks = new(network);
    private readonly object _leaving = new();
    private ExceptionDispatchInfo? _fault;
    private int _blockSize;
    private long _nextBlock;
    private int _helpers = Closed;
    private int _invitations;

    /// <summary>Scores a batch.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="workers">Most threads at work, this one included.</param>
    public void Run(in ScoringBatch batch, int workers)
    {
        _tasks.Set(batch);
        var plan = new BatchPlan(network, _tasks, workers);
        _blockSize = plan.BlockSize;
        _nextBlock = 0;
        _fault = null;
        if (plan.Workers > 1)
        {
            Volatile.Write(ref _helpers, 0);
            Invite(plan.Workers - 1);
        }

        TakeBlocks();
        if (plan.Workers > 1 && Interlocked.Or(ref _helpers, Closed) != 0)
            WaitForHelpers();
        _fault?.Throw();
    }

    /// <summary>A thread of the pool helps, unless it comes too late. It may come for a batch behind the one it was called for, which is as good.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Decrement(ref _invitations);
        int helpers;
        do
        {
            helpers = Volatile.Read(ref _helpers);
            if (helpers < 0)
                return;
        }
        while (Interlocked.CompareExchange(ref _helpers, helpers + 1, helpers) != helpers);
        TakeBlocks();
        if (Interlocked.Decrement(ref _helpers) != Closed)
            return;
        lock (_leaving)
            Monitor.PulseAll(_leaving);
    }

    // Blocks are alike, so that helpers are at their ends too.
    private void WaitForHelpers()
    {
        var spin = default(SpinWait);
        while (!spin.NextSpinWillYield && Volatile.Read(ref _helpers) != Closed)
            spin.SpinOnce();
        lock (_leaving)
        {
            while (Volatile.Read(ref _helpers) != Closed)
                Monitor.Wait(_leaving);
        }
    }

    private void Invite(int helpers)
    {
        while (Volatile.Read(ref _invitations) < helpers)
        {
            Interlocked.Increment(ref _invitations);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private void TakeBlocks()
    {
        var runner = runners.Rent();
        try
        {
            var rows = stackalloc SequenceTask[_blockSize];
            for (long first; (first = (Interlocked.Increment(ref _nextBlock) - 1) * _blockSize) < _tasks.Count;)
            {
                var count = (int)Math.Min(_blockSize, _tasks.Count - first);
                for (var row = 0; row < count; row++)
                    rows[row] = _tasks.Task((int)first + row);
                Run(runner, rows, count);
            }
        }
        catch (Exception exception)
        {
            // A thread of the pool must not throw: the caller does, when all have left.
            _fault ??= ExceptionDispatchInfo.Capture(exception);
        }
        finally
        {
            runners.Return(runner);
        }
    }

    // A few rows alone are faster than in vectors that are mostly empty.
    private void Run(BlockRunner runner, SequenceTask* rows, int count)
    {
        if (count > network.Width.Floats / 4)
        {
            runner.Run(rows, count);
            return;
        }

        for (var row = 0; row < count; row++)
            runner.Run(rows + row, 1);
    }
}
