using System.Runtime.ExceptionServices;

namespace MlNetRecurrent.Engine;

/// <summary>
/// Work in pieces that several threads share. The caller takes part, and never waits for a thread that has not begun: a busy thread pool
/// makes the work slower but cannot stop it. Nothing is allocated.
/// </summary>
internal abstract class ParallelRun(ObjectPool<BlockRunner> runners) : IThreadPoolWorkItem
{
    // Set in _helpers when no more threads may join; the rest of it counts those that have.
    private const int Closed = int.MinValue;

    private readonly object _leaving = new();
    private ExceptionDispatchInfo? _fault;
    private long _pieces;
    private long _nextPiece;
    private int _helpers = Closed;
    private int _invitations;

    /// <summary>Does every piece.</summary>
    /// <param name="pieces">How many there are.</param>
    /// <param name="workers">Most threads at work, this one included.</param>
    protected void RunPieces(long pieces, int workers)
    {
        _pieces = pieces;
        _nextPiece = 0;
        _fault = null;
        var helpers = (int)Math.Min(workers, pieces) - 1;
        if (helpers > 0)
        {
            Volatile.Write(ref _helpers, 0);
            Invite(helpers);
        }

        TakePieces();
        if (helpers > 0 && Interlocked.Or(ref _helpers, Closed) != 0)
            WaitForHelpers();
        _fault?.Throw();
    }

    /// <summary>Does one piece. Called by several threads at once, each with a runner of its own.</summary>
    protected abstract void RunPiece(long piece, BlockRunner runner);

    /// <summary>A thread of the pool helps, unless it comes too late. It may come for later work than it was called for, which is as good.</summary>
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
        TakePieces();
        if (Interlocked.Decrement(ref _helpers) != Closed)
            return;
        lock (_leaving)
            Monitor.PulseAll(_leaving);
    }

    private void Invite(int helpers)
    {
        while (Volatile.Read(ref _invitations) < helpers)
        {
            Interlocked.Increment(ref _invitations);
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    // Pieces are alike, so that helpers are at their ends too.
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

    private void TakePieces()
    {
        var runner = runners.Rent();
        try
        {
            for (long piece; (piece = Interlocked.Increment(ref _nextPiece) - 1) < _pieces;)
                RunPiece(piece, runner);
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
}
